import { useQueryClient } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Document } from '#modules/document/document.contract.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { notify } from '#kit/notice.ts';
import { Line, Lines } from '#kit/Sheet.tsx';
import { documents } from '../document.api.ts';
import { filesIn, filingGroups } from './filing-groups.ts';
import { useKeepingWords } from './keeping-words.tsx';

/** How many the server files in one call. */
const atOnce = 500;

type SuggestedFilingDialogProps = { of: Document[]; onClose: () => void };

/** 按文件名归类: files that nobody has filed yet, together by what their names say they are; one leaves out what is wrong. */
export function SuggestedFilingDialog({ of, onClose }: SuggestedFilingDialogProps) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const words = useKeepingWords();
  const groups = filingGroups(of, words.kinds);
  const [left, setLeft] = useState<readonly string[]>([]);
  const chosen = groups.filter(({ key }) => !left.includes(key));
  const unnamed = of.length - filesIn(groups);

  async function file() {
    for (const { kind, year, of: files } of chosen)
      for (let at = 0; at < files.length; at += atOnce)
        await documents.fileDocuments.call({
          documents: files.slice(at, at + atOnce).map(({ id }) => id),
          kind,
          year,
        });
    await memory.invalidateQueries({ queryKey: documents.key() });
    notify({
      text: t('document.filed', { count: filesIn(chosen) }),
      standing: 'agreed',
    });
    onClose();
  }

  return (
    <Dialog title={t('document.file.by-name')} open onClose={onClose}>
      <EntryForm submit={t('document.file')} onSubmit={file} onCancel={{ text: t('kit.cancel'), run: onClose }}>
        <Lines>
          {groups.map(({ key, kind, year, of: files }) => (
            <Line key={key} note={namesOf(files)} state={<span className="num">{files.length}</span>}>
              <Checkbox
                checked={!left.includes(key)}
                onChange={({ target }) => setLeft(target.checked ? left.filter((one) => one !== key) : [...left, key])}
              >
                {words.kind(kind)} {year}
              </Checkbox>
            </Line>
          ))}
        </Lines>
        {unnamed > 0 && <p className="quiet filing-left">{t('document.file.unnamed', { count: unnamed })}</p>}
      </EntryForm>
    </Dialog>
  );
}

function namesOf(files: Document[]): string {
  const shown = files.slice(0, 3).map(({ name }) => name);
  return files.length > shown.length ? `${shown.join('、')} …` : shown.join('、');
}
