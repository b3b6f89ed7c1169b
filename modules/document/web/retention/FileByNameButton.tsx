import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Document, DocumentPlace } from '#modules/document/document.contract.ts';
import { documents } from '../document.api.ts';
import { filesIn, filingGroups } from './filing-groups.ts';
import { useKeepingWords } from './keeping-words.tsx';

const SuggestedFilingDialog = lazy(async () => ({
  default: (await import('./SuggestedFilingDialog.tsx')).SuggestedFilingDialog,
}));

/** Offers to file at once what nobody has filed yet and whose names say what it is; not there when there is nothing of it. */
export function FileByNameButton({ place, of }: { place: DocumentPlace; of: Document[] }) {
  const { t } = useTranslation();
  const words = useKeepingWords();
  const [open, setOpen] = useState(false);
  const { data } = useQuery(documents.readKeeping.queryOptions({ input: place }));
  const unfiled = new Set(data?.filter(({ kind, destroyedAt }) => !kind && !destroyedAt).map((one) => one.document));
  const waiting = of.filter(({ id }) => unfiled.has(id));
  const named = filesIn(filingGroups(waiting, words.kinds));
  if (named === 0 && !open) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('document.file.by-name.count', { count: named })}</Button>
      <Suspense>{open && <SuggestedFilingDialog of={waiting} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
