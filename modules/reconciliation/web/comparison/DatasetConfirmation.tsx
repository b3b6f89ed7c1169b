import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { canConfirmDataset } from '#modules/reconciliation/reconciliation.policy.ts';
import { Chip } from '#kit/Chip.tsx';
import { Instant } from '#kit/Day.tsx';
import { formatCount, formatHash } from '#kit/figures.ts';
import { notify } from '#kit/notice.ts';
import { Line, Lines, Sheet } from '#kit/Sheet.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { comparisons } from './comparison.api.ts';
import type { ReadDataset } from './use-dataset.ts';
import { datasetFactsOf, notYet, useStanding } from './use-standing.ts';

const sides = ['outgoing', 'incoming'] as const;

/** Hash, rows and totals of a dataset, agreed by both parties: who has, who has not yet. */
export function DatasetConfirmation({ of }: { of: ReadDataset }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const viewer = useViewer();
  const at = useStanding({ ...of, mayReveal: of.preview !== null });
  const confirm = useMutation(
    comparisons.confirmDataset.mutationOptions({
      onSuccess: () => {
        notify({ text: t('comparison.confirmed'), standing: 'agreed' });
        return memory.invalidateQueries({ queryKey: comparisons.key() });
      },
    }),
  );
  const verdict = at ? canConfirmDataset(viewer, at, datasetFactsOf(of)) : notYet;
  const mine = of.confirmations.find(({ side }) => side === of.mySide);
  const totals = of.description.columns.flatMap(({ name, total }) => (total === null ? [] : [[name, total] as const]));
  const facts = { dataset: of.id, sha256: of.sha256, rows: of.rows ?? 0, totals: Object.fromEntries(totals) };
  return (
    <Sheet
      title={t('comparison.confirmation', { name: of.name })}
      extra={
        of.confirmed && (
          <Chip standing="agreed" mark>
            {t('comparison.both-confirmed')}
          </Chip>
        )
      }
      foot={
        !mine && (
          <>
            <span className="quiet">
              {t('comparison.confirming', {
                rows: formatCount(of.rows ?? 0),
                totals: totals.length,
                hash: formatHash(of.sha256),
              })}
            </span>
            <VerdictButton
              type="primary"
              verdict={verdict}
              loading={confirm.isPending}
              onClick={() => confirm.mutate(facts)}
            >
              {t('comparison.confirm')}
            </VerdictButton>
          </>
        )
      }
    >
      <Lines>
        {sides.map((side) => {
          const given = of.confirmations.find((one) => one.side === side);
          return (
            <Line
              key={side}
              state={
                <Chip standing={given ? 'agreed' : 'plain'} mark>
                  {t(given ? 'comparison.side.confirmed' : 'comparison.side.waits')}
                </Chip>
              }
            >
              <span className="strong">{t(`comparison.side.${side}`)}</span>{' '}
              {given && (
                <span className="quiet">
                  {given.by.name} · <Instant value={given.at} />
                </span>
              )}
            </Line>
          );
        })}
      </Lines>
    </Sheet>
  );
}
