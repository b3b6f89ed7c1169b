import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { ReadLetter } from '#modules/signing/signing.contract.ts';
import type { Id } from '#platform/kernel/id.ts';
import { Answer } from '#kit/Answer.tsx';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Printable } from '#kit/Printable.tsx';
import { Skeleton } from '#kit/states.tsx';
import { LetterPaper } from './LetterPaper.tsx';
import { LetterSheet } from './LetterSheet.tsx';
import { signing } from './signing.api.ts';
import './letter.css';

/** A letter, its whole text on paper, and under it the signature. Wide enough on a phone. */
export function LetterPage() {
  const { t } = useTranslation();
  const { letter = '', handover } = useParams();
  const found = useQuery(signing.readLetter.queryOptions({ input: { letter: letter as Id<'letter'> } }));
  const crumbs = handover
    ? [
        { text: t('signing.handover'), to: paths.handover(handover) },
        { text: t('signing.pledges'), to: paths.handover(handover, 'pledges') },
      ]
    : [{ text: t('signing.mine'), to: paths.letters() }];
  return (
    <Page title={found.data?.title ?? t('signing.letter')} crumbs={crumbs}>
      <Answer of={found} waiting={<Skeleton lines={12} />}>
        {(of) => <Letter of={of} />}
      </Answer>
    </Page>
  );
}

function Letter({ of }: { of: ReadLetter }) {
  const { t } = useTranslation();
  return (
    <div className="letter-page">
      <Printable label={t('signing.print')}>
        <LetterPaper of={of} />
      </Printable>
      <LetterSheet of={of} />
    </div>
  );
}
