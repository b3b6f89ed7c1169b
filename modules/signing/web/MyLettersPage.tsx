import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Answer } from '#kit/Answer.tsx';
import { Page } from '#kit/Page.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { LetterLines } from './letters.tsx';
import { signing } from './signing.api.ts';

/** 我的约定与告知: what each person signs once, for all handovers. */
export function MyLettersPage() {
  const { t } = useTranslation();
  const mine = useQuery(signing.openMyLetters.queryOptions());
  return (
    <Page title={t('signing.mine')}>
      <div className="stack">
        <Sheet title={t('signing.mine.sheet')}>
          <Answer of={mine}>{(letters) => <LetterLines of={inOrder(letters)} names={false} />}</Answer>
        </Sheet>
        <p className="faint">{t('signing.mine.what')}</p>
      </div>
    </Page>
  );
}

/** The agreement on electronic signing comes first: every other signature stands on it. */
export function inOrder<Of extends { kind: string }>(letters: Of[]): Of[] {
  return letters.toSorted((one, other) => rank(one) - rank(other));
}

function rank({ kind }: { kind: string }): number {
  return ['signing-agreement', 'monitoring-notice', 'confidentiality', 'responsibility'].indexOf(kind);
}
