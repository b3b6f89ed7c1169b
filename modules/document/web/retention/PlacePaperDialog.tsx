import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DirectoryRow, PaperPlace } from '#modules/document/document.contract.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { TextField } from '#kit/fields.tsx';
import { notify } from '#kit/notice.ts';
import { documents } from '../document.api.ts';

/** 存放位置: in which cabinet, shelf and box the paper of these files stands; without a cabinet, that none does. */
export function PlacePaperDialog({ of, onClose }: { of: DirectoryRow[]; onClose: () => void }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const [first] = of;

  async function place({ cabinet = '', shelf = '', box = '' }: Partial<PaperPlace>) {
    const stands = cabinet.trim() === '' ? null : { cabinet, shelf, box };
    await documents.placePaper.call({ documents: of.map(({ document }) => document), place: stands });
    await memory.invalidateQueries({ queryKey: documents.key() });
    notify({ text: t('document.paper.placed', { count: of.length }), standing: 'agreed' });
    onClose();
  }

  return (
    <Dialog title={t('document.paper.title', { count: of.length })} open onClose={onClose}>
      <EntryForm<Partial<PaperPlace>>
        submit={t('document.paper.place')}
        initial={of.length === 1 ? (first!.place ?? {}) : {}}
        onSubmit={place}
        onCancel={{ text: t('kit.cancel'), run: onClose }}
      >
        <TextField
          name="cabinet"
          label={t('document.paper.cabinet')}
          help={t('document.paper.none-help')}
          maxLength={12}
          optional
          autoFocus
        />
        <TextField name="shelf" label={t('document.paper.shelf')} maxLength={12} optional />
        <TextField name="box" label={t('document.paper.box')} maxLength={12} optional />
      </EntryForm>
    </Dialog>
  );
}
