import { Button, Input } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Document, DocumentPlace } from '#modules/document/document.contract.ts';
import { documentPath } from '#modules/document/document.client.ts';
import { formatHash, formatSize } from '#kit/figures.ts';
import { Mark } from '#kit/Mark.tsx';
import { FileSender } from './FileSender.tsx';
import './document.css';

/** What something is shown by: a file, a written note, or both. */
export interface Evidence {
  document?: Pick<Document, 'id' | 'name' | 'size' | 'sha256'>;
  note?: string;
}

type EvidenceFieldProps = {
  label: string;
  /** Where the file is kept. */
  place: DocumentPlace;
  value: Evidence;
  onChange: (evidence: Evidence) => void;
};

/** Evidence as a file, a photo or a note. The file is sent as soon as it is chosen, and stays with its client or handover. */
export function EvidenceField({ label, place, value, onChange }: EvidenceFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const { document: kept, note = '' } = value;
  return (
    <fieldset className="evidence">
      <legend>{label}</legend>
      {kept ? (
        <p className="evidence-file">
          <span>
            <Mark of="agreed" />{' '}
            <a href={documentPath(kept.id)} target="_blank" rel="noreferrer">
              {kept.name}
            </a>{' '}
            <span className="faint">
              {formatSize(kept.size)} · sha256 {formatHash(kept.sha256)}
            </span>
          </span>
          <Button size="small" onClick={() => onChange(note ? { note } : {})}>
            {t('document.other')}
          </Button>
        </p>
      ) : (
        <FileSender place={place} onSent={(document) => onChange({ ...value, document })} />
      )}
      <label htmlFor={id} className="quiet">
        {t('document.note')}
      </label>
      <Input.TextArea
        id={id}
        rows={2}
        maxLength={200}
        showCount
        value={note}
        onChange={(event) =>
          onChange({ ...(kept ? { document: kept } : {}), ...(event.target.value ? { note: event.target.value } : {}) })
        }
      />
    </fieldset>
  );
}
