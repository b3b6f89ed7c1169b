import { Button } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { largestDocument } from '#modules/document/document.contract.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { formatSize } from '#kit/figures.ts';
import { type ChosenFile, filesChosen } from './chosen-files.ts';
import { DropPlace } from './DropPlace.tsx';
import './document.css';

type AddDocumentDialogProps = { onClose: () => void; onChosen: (files: ChosenFile[]) => void };

/** 添加文件: files, a whole folder, or pictures taken on a phone; they are sent as soon as they are chosen. */
export function AddDocumentDialog({ onClose, onChosen }: AddDocumentDialogProps) {
  const { t } = useTranslation();
  const fields = {
    files: useRef<HTMLInputElement>(null),
    folder: useRef<HTMLInputElement>(null),
    camera: useRef<HTMLInputElement>(null),
  };

  function take(files: ChosenFile[]) {
    if (files.length > 0) onChosen(files);
  }

  const field = (name: keyof typeof fields, attributes: Record<string, string | boolean>) => (
    <input
      ref={fields[name]}
      type="file"
      className="unseen"
      tabIndex={-1}
      aria-label={t(`document.choose.${name}`)}
      onChange={(event) => take(filesChosen(event.target.files))}
      {...attributes}
    />
  );
  return (
    <Dialog title={t('document.add')} open onClose={onClose}>
      <DropPlace onFiles={take} className="document-drop">
        <p className="strong document-lay">{t('document.drop')}</p>
        <p className="faint">{t('document.choose.help', { size: formatSize(largestDocument) })}</p>
        <div className="row document-choose">
          <Button type="primary" onClick={() => fields.files.current?.click()}>
            {t('document.choose.files')}
          </Button>
          <Button className="document-folder" onClick={() => fields.folder.current?.click()}>
            {t('document.choose.folder')}
          </Button>
          <Button className="document-camera" onClick={() => fields.camera.current?.click()}>
            {t('document.choose.camera')}
          </Button>
        </div>
        {field('files', { multiple: true })}
        {field('folder', { webkitdirectory: '' })}
        {field('camera', { accept: 'image/*', capture: 'environment' })}
      </DropPlace>
    </Dialog>
  );
}
