import { useTranslation } from 'react-i18next';
import type { Document } from '#modules/document/document.contract.ts';

/** What the receiver looks at: the verdicts that follow stand on it until another is named. */
export interface Evidence {
  source: 'own-entry' | 'original' | 'phone';
  remark?: string;
  document?: Pick<Document, 'id' | 'name'>;
}

/** The evidence in a few words. */
export function useEvidenceWords(): (evidence: Evidence) => string {
  const { t } = useTranslation();
  return ({ source, remark, document }) =>
    [t(`check.source.${source}`), document?.name, remark].filter(Boolean).join(' · ');
}
