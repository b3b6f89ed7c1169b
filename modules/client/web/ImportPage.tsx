import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import type { ImportReading, RegisterImport } from '#modules/client/client.contract.ts';
import type { Id } from '#platform/kernel/id.ts';
import { Answer } from '#kit/Answer.tsx';
import { useKeys } from '#kit/keys.ts';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Stages } from '#kit/Stages.tsx';
import { Refused, Skeleton } from '#kit/states.tsx';
import { explain } from '#kit/explain.ts';
import { clients } from './client.api.ts';
import { ImportFile } from './ImportFile.tsx';
import './client.css';

const ImportColumns = lazy(async () => ({ default: (await import('./ImportColumns.tsx')).ImportColumns }));
const ImportEffectsStep = lazy(async () => ({ default: (await import('./ImportEffectsStep.tsx')).ImportEffectsStep }));
const ImportOwners = lazy(async () => ({ default: (await import('./ImportOwners.tsx')).ImportOwners }));
const ImportResult = lazy(async () => ({ default: (await import('./ImportResult.tsx')).ImportResult }));

const steps = ['file', 'columns', 'owners', 'effects', 'result'] as const;
type Step = (typeof steps)[number];

/** One import of a register: 文件 → 列对应 → 主办会计 → 预览与合计 → 结果. */
export function ImportPage() {
  const { t } = useTranslation();
  const { import: id = '' } = useParams();
  const one = { import: id as Id<'register-import'> };
  const progress = useQuery(
    clients.importProgress.queryOptions({
      input: one,
      refetchInterval: ({ state }) => state.data?.state === 'running' && 1000,
    }),
  );
  return (
    <Page
      title={progress.data?.fileName ?? t('client.import')}
      crumbs={[
        { text: t('client.many'), to: paths.clients() },
        { text: t('client.import'), to: paths.clientImport() },
        { text: progress.data?.fileName ?? '…' },
      ]}
      clientData
    >
      <Answer of={progress}>
        {(found) => (found.state === 'proposed' ? <Arranging of={found} /> : <Ended of={found} />)}
      </Answer>
    </Page>
  );
}

function Way({ at }: { at: Step }) {
  const { t } = useTranslation();
  const now = steps.indexOf(at);
  return (
    <Stages
      of={steps.map((step, place) => ({
        key: step,
        title: t(`client.import.step.${step}`),
        state: place < now || (at === 'result' && place === now) ? 'done' : place === now ? 'now' : 'ahead',
      }))}
    />
  );
}

function Ended({ of }: { of: RegisterImport }) {
  return (
    <>
      <Way at="result" />
      <Suspense fallback={<Skeleton lines={4} />}>
        <ImportResult of={of} />
      </Suspense>
    </>
  );
}

/** The steps before the import runs. What was said is sent when one goes on, since reading a large file anew takes a while. */
function Arranging({ of }: { of: RegisterImport }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const navigate = useNavigate();
  const one = { import: of.id };
  const query = clients.readImport.queryOptions({ input: one, staleTime: Infinity });
  const reading = useQuery(query);
  const [step, setStep] = useState<Step>('file');
  const [asked, ask] = useState(false);
  const [unsent, say] = useState<ImportReading['arrangement']>();
  const said = unsent ?? reading.data?.arrangement;
  const arrange = useMutation(
    clients.arrangeImport.mutationOptions({
      onSuccess: (read) => {
        memory.setQueryData(query.queryKey, read);
        say(undefined);
      },
      meta: { explained: true },
    }),
  );
  const discard = useMutation(
    clients.discardImport.mutationOptions({ onSuccess: () => void navigate(paths.clientImport()) }),
  );

  const at = steps.indexOf(step);
  const changed = unsent !== undefined;
  async function go(by: 1 | -1) {
    const read =
      changed && said ? await arrange.mutateAsync({ ...one, arrangement: said }).catch(() => null) : reading.data;
    const missing = by === 1 && read ? missingAt(step, read) : null;
    ask(missing !== null);
    if (read && !missing && (by === -1 || step === 'file' || read.refusal === null)) setStep(steps[at + by]!);
  }
  const resend = (next: ImportReading['arrangement']) => {
    say(next);
    arrange.mutate({ ...one, arrangement: next });
  };
  const next = { text: t('client.import.next'), run: () => void go(1) };
  useKeys(step === 'effects' || arrange.isPending ? {} : { 'mod+Enter': next });

  return (
    <Answer of={reading}>
      {(read) =>
        said && (
          <>
            <Way at={step} />
            <div className="stack">
              {step === 'file' && <ImportFile read={read} said={said} onSay={resend} busy={arrange.isPending} />}
              <Suspense fallback={<Skeleton lines={8} />}>
                {step === 'columns' && <ImportColumns read={read} said={said} onSay={say} />}
                {step === 'owners' && <ImportOwners read={read} said={said} onSay={say} />}
                {step === 'effects' && (
                  <ImportEffectsStep read={read} said={said} onSay={resend} busy={arrange.isPending} />
                )}
              </Suspense>
              {asked && missingAt(step, { ...read, arrangement: said }) && (
                <Sheet>
                  <Refused explanation={explain(missingAt(step, { ...read, arrangement: said }))} />
                </Sheet>
              )}
              {arrange.isError && (
                <Sheet>
                  <Refused explanation={explain(arrange.error)} />
                </Sheet>
              )}
              {step !== 'file' && !changed && read.refusal && (
                <Sheet>
                  <Refused explanation={explain(read.refusal)} />
                </Sheet>
              )}
            </div>
            <div className="import-foot">
              <Button loading={discard.isPending} onClick={() => discard.mutate(one)}>
                {t('client.import.discard')}
              </Button>
              <span className="row">
                {at > 0 && (
                  <Button disabled={arrange.isPending} onClick={() => void go(-1)}>
                    {t('client.import.back')}
                  </Button>
                )}
                {step !== 'effects' && (
                  <Button type="primary" loading={arrange.isPending} onClick={next.run}>
                    {next.text}
                  </Button>
                )}
              </span>
            </div>
          </>
        )
      }
    </Answer>
  );
}

/** The refusal that a preview would give for what this step still asks; null when nothing is missing. */
function missingAt(step: Step, { undated, owners, arrangement: said }: ImportReading) {
  if (step === 'columns' && undated > 0 && said.mapping.balanceAsOf === undefined)
    return { code: 'client.import-undated', facts: { rows: undated } };
  if (step !== 'owners') return null;
  const left = owners.filter(({ written, people }) => said.owners[written] === undefined && people.length !== 1);
  if (left.length === 0) return null;
  return {
    code: 'register.owners-unresolved',
    facts: { names: left.length, rows: left.reduce((all, { rows }) => all + rows, 0) },
  };
}
