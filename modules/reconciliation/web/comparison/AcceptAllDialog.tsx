import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DifferenceFilter, Settlement, WholeComparison } from '#modules/reconciliation/reconciliation.contract.ts';
import { explain } from '#kit/explain.ts';
import { formatAmount, formatCount } from '#kit/figures.ts';
import { Mark } from '#kit/Mark.tsx';
import { Dialog } from '#kit/Dialog.tsx';
import { ReasonedDialog } from '#kit/ReasonedDialog.tsx';
import { comparisons } from './comparison.api.ts';

type AcceptAllDialogProps = {
  of: WholeComparison;
  filter: DifferenceFilter;
  /** Shows only what lies within the tolerance of the playbook. */
  onNarrow: () => void;
  onDone: (settlement: Settlement) => void;
  onClose: () => void;
};

/** Accepts at once what the list shows and nobody has settled, within the tolerance of the playbook; else it names what is beyond it. */
export function AcceptAllDialog({ of, filter, onNarrow, onDone, onClose }: AcceptAllDialogProps) {
  const { t } = useTranslation();
  const open = { ...filter, state: 'open' as const };
  const preview = useQuery(
    comparisons.previewAcceptAll.queryOptions({ input: { comparison: of.id, filter: open }, staleTime: 0, gcTime: 0 }),
  );
  const found = preview.data;
  const most = formatAmount(of.mostTolerance);

  if (preview.isError || (found && (found.refused.length > 0 || found.lines === 0)))
    return (
      <Dialog
        title={t('comparison.accept-all')}
        open
        onClose={onClose}
        foot={
          found &&
          found.refused.length > 0 && <Button onClick={onNarrow}>{t('comparison.accept-all.narrow', { most })}</Button>
        }
      >
        <p role="alert">
          <Mark of="differs" />{' '}
          {preview.isError
            ? explain(preview.error).text
            : t(found!.refused.length > 0 ? 'comparison.accept-all.refused' : 'comparison.accept-all.nothing')}
        </p>
        <ul className="accept-all-refused">
          {found?.refused.map(({ code, lines }) => (
            <li key={code}>
              {t(`comparison.accept-all.refused.${code}`, { count: lines, shown: formatCount(lines), most })}
            </li>
          ))}
        </ul>
      </Dialog>
    );
  return (
    <ReasonedDialog
      title={t('comparison.accept-all')}
      open
      onClose={onClose}
      effects={
        found && [
          t('comparison.accept-all.lines', { count: found.lines, shown: formatCount(found.lines) }),
          t('comparison.accept-all.sum', { sum: formatAmount(found.sum) }),
          t('comparison.accept-all.tolerance', { most }),
          t('comparison.accept.no-change'),
        ]
      }
      label={t('comparison.reason')}
      deed={t('comparison.accept-all')}
      onDeed={async (reason) =>
        onDone(await comparisons.acceptAll.call({ comparison: of.id, filter: open, reason, lines: found!.lines }))
      }
    />
  );
}
