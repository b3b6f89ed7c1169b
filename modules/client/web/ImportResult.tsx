import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { RegisterImport } from '#modules/client/client.contract.ts';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { explain } from '#kit/explain.ts';
import { formatCount } from '#kit/figures.ts';
import { LongWork, type Work } from '#kit/LongWork.tsx';
import { Mark } from '#kit/Mark.tsx';
import { paths } from '#kit/paths.ts';
import { Facts, Sheet } from '#kit/Sheet.tsx';
import { Refused } from '#kit/states.tsx';
import { clients } from './client.api.ts';

/** 结果: the bar while it runs, the counts when it is done, why it did nothing when it failed; and the way back. */
export function ImportResult({ of }: { of: RegisterImport }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const navigate = useNavigate();
  const [undoing, setUndoing] = useState(false);
  const again = () => memory.invalidateQueries({ queryKey: clients.key() });
  const discard = useMutation(clients.discardImport.mutationOptions({ onSuccess: again }));
  const one = { import: of.id };
  const rearrange = useMutation({
    mutationFn: async () => {
      const { arrangement } = await clients.readImport.call(one);
      await clients.arrangeImport.call({ ...one, arrangement });
    },
    onSuccess: again,
  });

  if (of.state === 'running')
    return (
      <Sheet padded>
        <LongWork title={t('client.import.running')} work={workOf(of)} />
        <p className="faint">{t('client.import.running.note')}</p>
      </Sheet>
    );
  if (of.state === 'failed')
    return (
      <Sheet>
        <Refused
          explanation={{ ...explain(of.failure), help: t('client.import.nothing-done') }}
          button={
            <span className="row">
              <Button loading={discard.isPending} onClick={() => discard.mutate(one)}>
                {t('client.import.discard')}
              </Button>
              <Button type="primary" loading={rearrange.isPending} onClick={() => rearrange.mutate()}>
                {t('client.import.again')}
              </Button>
            </span>
          }
        />
      </Sheet>
    );
  const done = of.state === 'done';
  return (
    <Sheet
      title={
        <>
          {done && <Mark of="agreed" />} {t(`client.import.state.${of.state}`)}
        </>
      }
      foot={
        <>
          {done ? <Button onClick={() => setUndoing(true)}>{t('client.import.take-back')}</Button> : <span />}
          <Button type="primary" onClick={() => void navigate(paths.clients())}>
            {t('client.import.to-clients')}
          </Button>
        </>
      }
    >
      <Facts
        of={counted.flatMap((key) =>
          of.counts[key] === undefined ? [] : [{ name: t(`client.import.${key}`), value: formatCount(of.counts[key]) }],
        )}
      />
      <EffectsDialog
        title={t('client.import.take-back')}
        open={undoing}
        onClose={() => setUndoing(false)}
        effects={[
          t('client.import.take-back.added', { count: of.counts.added ?? 0 }),
          t('client.import.take-back.changed', { count: of.counts.changed ?? 0 }),
        ]}
        deed={t('client.import.take-back')}
        destructive
        onDeed={() => clients.takeBackImport.call(one).then(again)}
      />
    </Sheet>
  );
}

const counted = ['rows', 'added', 'changed', 'unchanged', 'missing', 'faulty'] as const;

function workOf({ counts }: RegisterImport): Work {
  return {
    state: counts.startedAt === undefined ? 'waiting' : 'running',
    done: counts.done ?? 0,
    total: counts.total ?? null,
    startedAt: counts.startedAt === undefined ? null : new Date(counts.startedAt),
  };
}
