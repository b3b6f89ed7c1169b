import { useQueryClient } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { notify } from '#kit/notice.ts';
import { Line, Lines } from '#kit/Sheet.tsx';
import { documents } from '../document.api.ts';
import { type FilingGroup, filesIn } from './filing-groups.ts';
import { useKeepingWords } from './keeping-words.tsx';

type SuggestedFilingDialogProps = { groups: FilingGroup[]; unnamed: number; onClose: () => void };

/** 按建议归类: files that nobody has filed yet, together by what name or content says they are; one leaves out what is wrong. */
export function SuggestedFilingDialog({ groups, unnamed, onClose }: SuggestedFilingDialogProps) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const words = useKeepingWords();
  const [left, setLeft] = useState<readonly string[]>([]);
  const chosen = groups.filter(({ key }) => !left.includes(key));

  async function file() {
    for (const { kind, year, of } of chosen)
      await documents.fileDocuments.call({ documents: of.map(({ id }) => id), kind, year });
    await memory.invalidateQueries({ queryKey: documents.key() });
    notify({ text: t('document.filed', { count: filesIn(chosen) }), standing: 'agreed' });
    onClose();
  }

  return (
    <Dialog title={t('document.file.suggested')} open onClose={onClose}>
      <EntryForm submit={t('document.file')} onSubmit={file} onCancel={{ text: t('kit.cancel'), run: onClose }}>
        <Lines>
          {groups.map((group) => (
            <Line
              key={group.key}
              note={
                namesOf(group) +
                (group.byContent > 0 ? ` · ${t('document.file.by-content', { count: group.byContent })}` : '')
              }
              state={<span className="num">{group.of.length}</span>}
            >
              <Checkbox
                checked={!left.includes(group.key)}
                onChange={({ target }) =>
                  setLeft(target.checked ? left.filter((one) => one !== group.key) : [...left, group.key])
                }
              >
                {words.kind(group.kind)} {group.year}
              </Checkbox>
            </Line>
          ))}
        </Lines>
        {unnamed > 0 && <p className="quiet filing-left">{t('document.file.unnamed', { count: unnamed })}</p>}
      </EntryForm>
    </Dialog>
  );
}

function namesOf({ of }: FilingGroup): string {
  const shown = of.slice(0, 3).map(({ name }) => name);
  return of.length > shown.length ? `${shown.join('、')} …` : shown.join('、');
}
