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

/** How many the server looks into, and files, in one call. */
const atOnce = 500;

/** Offers to file at once what nobody has filed yet and whose name or content says what it is; not there when there is nothing of it. */
export function FileSuggestedButton({ place, of }: { place: DocumentPlace; of: Document[] }) {
  const { t } = useTranslation();
  const words = useKeepingWords();
  const [open, setOpen] = useState(false);
  const { data } = useQuery(documents.readKeeping.queryOptions({ input: place }));
  const unfiled = new Set(data?.filter(({ kind, destroyedAt }) => !kind && !destroyedAt).map((one) => one.document));
  const waiting = of.filter(({ id }) => unfiled.has(id)).slice(0, atOnce);
  const suggestions = useQuery(
    documents.suggestFilings.queryOptions({
      input: { documents: waiting.map(({ id }) => id) },
      enabled: waiting.length > 0,
      staleTime: 60_000,
    }),
  );
  const groups = filingGroups(waiting, suggestions.data ?? [], words.kinds);
  const count = filesIn(groups);
  if (count === 0 && !open) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('document.file.suggested.count', { count })}</Button>
      <Suspense>
        {open && (
          <SuggestedFilingDialog groups={groups} unnamed={waiting.length - count} onClose={() => setOpen(false)} />
        )}
      </Suspense>
    </>
  );
}
