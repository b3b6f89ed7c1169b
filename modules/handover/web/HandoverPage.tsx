import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { HandoverJournal } from './HandoverJournal.tsx';
import { HandoverWorkspace } from './handover.parts.tsx';
import { InventoryTab } from './InventoryTab.tsx';
import { MoreDeeds } from './MoreDeeds.tsx';
import { PlanTab } from './PlanTab.tsx';

/** The workspace of one handover: 概览计划, 清册核对, 权限留痕; what other modules add stands at addresses of their own. */
export function HandoverPage() {
  const { handover = '', tab } = useParams();
  const { t } = useTranslation();
  switch (tab) {
    case 'inventory':
      return (
        <HandoverWorkspace id={handover} tab="inventory" clientData>
          {(view) => <InventoryTab of={view} />}
        </HandoverWorkspace>
      );
    case 'journal':
      return (
        <HandoverWorkspace id={handover} tab="journal">
          {(view) => <HandoverJournal of={view} title={t('handover.tab.journal')} />}
        </HandoverWorkspace>
      );
    default:
      return (
        <HandoverWorkspace id={handover} tab="plan" actions={(view) => <MoreDeeds of={view} />}>
          {(view) => <PlanTab of={view} />}
        </HandoverWorkspace>
      );
  }
}
