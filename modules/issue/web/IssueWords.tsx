import { useTranslation } from 'react-i18next';
import type { RecordKind } from '#modules/client/client.contract.ts';
import { fieldWords } from '#modules/client/web/client.parts.tsx';
import type { IssueLine, IssueState } from '#modules/issue/issue.contract.ts';
import { Chip } from '#kit/Chip.tsx';

/** What an issue is about: the line of the inventory, and the field of it. */
export function useAbout(): (issue: Pick<IssueLine, 'item' | 'field'>) => string {
  const { t } = useTranslation();
  return ({ item, field }) =>
    `${item.title} · ${field === null ? t('issue.whole-line') : fieldWords(t, (item.record ?? 'basic') as RecordKind, field)}`;
}

const standings = {
  open: 'differs',
  answered: 'warns',
  'note-proposed': 'warns',
  corrected: 'agreed',
  noted: 'agreed',
  withdrawn: 'plain',
} as const;

/** The state of an issue. */
export function StateChip({ of }: { of: IssueState }) {
  const { t } = useTranslation();
  return (
    <Chip standing={standings[of]} mark>
      {t(`issue.state.${of}`)}
    </Chip>
  );
}
