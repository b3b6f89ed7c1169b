import { type ReactNode, useState } from 'react';
import { formatSize } from './figures.ts';
import './file-field.css';

/** A place to lay a file on, or to press and choose one. Its content goes to `onFile`; nothing is sent by the field itself. */
export function FileField({
  label,
  accept,
  onFile,
  help,
}: {
  label: ReactNode;
  accept: string;
  onFile: (file: File) => void;
  help?: ReactNode;
}) {
  const [file, setFile] = useState<File>();
  const [over, setOver] = useState(false);

  function take(files: FileList | null) {
    const first = files?.[0];
    setOver(false);
    if (!first) return;
    setFile(first);
    onFile(first);
  }

  return (
    <label
      className={`field-file${over ? ' field-file-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        take(event.dataTransfer.files);
      }}
    >
      <input type="file" accept={accept} className="unseen" onChange={(event) => take(event.target.files)} />
      <span className="strong">{file ? file.name : label}</span>
      <span className="faint">{file ? formatSize(file.size) : help}</span>
    </label>
  );
}
