import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Document, DocumentPlace } from '#modules/document/document.contract.ts';
import type { Verdict } from '#platform/kernel/verdict.ts';
import { documents } from '../document.api.ts';
import { KeepingChips, today, useKeepingWords } from './keeping-words.tsx';

const AskOpeningDialog = lazy(async () => ({ default: (await import('./AskOpeningDialog.tsx')).AskOpeningDialog }));
const FilingDialog = lazy(async () => ({ default: (await import('./FilingDialog.tsx')).FilingDialog }));

type KeepingCellProps = { of: Document; place: DocumentPlace; mayFile: Verdict };

/** How long a file of the list is kept; files it, and asks to read it where it is restricted. */
export function KeepingCell({ of, place, mayFile }: KeepingCellProps) {
  const { t } = useTranslation();
  const words = useKeepingWords();
  const [open, setOpen] = useState<'file' | 'ask'>();
  const { data } = useQuery(documents.readKeeping.queryOptions({ input: place }));
  const keeping = data?.find(({ document }) => document === of.id);
  if (!keeping) return null;
  const close = () => setOpen(undefined);
  return (
    <span className="keeping" title={words.until(keeping)}>
      {keeping.kind && (
        <span className="cut">
          {words.kind(keeping.kind)} {keeping.year} <span className="faint">{words.until(keeping)}</span>
        </span>
      )}
      <KeepingChips of={keeping} today={today()} />
      {mayFile.allowed && !keeping.destroyedAt && (
        <Button size="small" type="link" onClick={() => setOpen('file')}>
          {t(keeping.kind ? 'document.file.again' : 'document.file')}
        </Button>
      )}
      {keeping.restricted && !keeping.destroyedAt && (
        <Button size="small" type="link" onClick={() => setOpen('ask')}>
          {t('document.opening.ask')}
        </Button>
      )}
      <Suspense>
        {open === 'file' && <FilingDialog of={[{ ...keeping, id: of.id, name: of.name }]} onClose={close} />}
        {open === 'ask' && <AskOpeningDialog of={of} open onClose={close} />}
      </Suspense>
    </span>
  );
}
