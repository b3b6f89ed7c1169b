import { useTranslation } from 'react-i18next';
import type { Document, DocumentPlace } from '#modules/document/document.contract.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { FileSender } from './FileSender.tsx';

type AddDocumentDialogProps = { place: DocumentPlace; onClose: () => void; onSent: (document: Document) => void };

/** 添加文件: choose or take a picture; it is kept as soon as it has arrived. */
export function AddDocumentDialog({ place, onClose, onSent }: AddDocumentDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('document.add')} open onClose={onClose}>
      <FileSender place={place} onSent={onSent} />
    </Dialog>
  );
}
