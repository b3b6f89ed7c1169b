import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canEnterAbsence } from '#modules/people/people.policy.ts';
import { Answer } from '#kit/Answer.tsx';
import { notify } from '#kit/notice.ts';
import { Line, Lines, Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { useViewer } from '#kit/viewer.ts';
import { people } from './people.api.ts';

const AbsenceDialog = lazy(async () => ({ default: (await import('./AbsenceDialog.tsx')).AbsenceDialog }));

/** 请假与外出: who is away from now on, since plans of handovers are compared with it. */
export function AbsencesSheet() {
  const { t } = useTranslation();
  const viewer = useViewer();
  const memory = useQueryClient();
  const all = useQuery(people.listAbsences.queryOptions({ input: {} }));
  const [entering, setEntering] = useState(false);
  const withdraw = useMutation(
    people.withdrawAbsence.mutationOptions({
      onSuccess: async () => {
        await memory.invalidateQueries({ queryKey: people.listAbsences.key() });
        notify({ text: t('people.absence.withdrawn') });
      },
    }),
  );
  const enter = <Button onClick={() => setEntering(true)}>{t('people.absence.enter')}</Button>;
  return (
    <Sheet title={t('people.absence.title')} extra={all.data && all.data.length > 0 && enter}>
      <Answer
        of={all}
        empty={(rows) =>
          rows.length === 0 && (
            <Empty sentence={t('people.absence.none')} button={enter} example={t('people.absence.example')} />
          )
        }
      >
        {(rows) => (
          <Lines>
            {rows.map(({ id, person, from, until, reason }) => (
              <Line
                key={id}
                note={[t('people.absence.days', { from, until }), reason].filter(Boolean).join(' · ')}
                deed={
                  canEnterAbsence(viewer, person.id).allowed && (
                    <Button
                      loading={withdraw.isPending && withdraw.variables.absence === id}
                      onClick={() => withdraw.mutate({ absence: id })}
                    >
                      {t('people.absence.withdraw')}
                    </Button>
                  )
                }
              >
                <span className="strong">{person.name}</span>
              </Line>
            ))}
          </Lines>
        )}
      </Answer>
      <Suspense>{entering && <AbsenceDialog onClose={() => setEntering(false)} />}</Suspense>
    </Sheet>
  );
}
