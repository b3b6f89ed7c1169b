import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Document, type DocumentPlace, largestDocument } from '#modules/document/document.contract.ts';
import { type Explanation, explain } from '#kit/explain.ts';
import { FileField } from '#kit/fields.tsx';
import { formatSize } from '#kit/figures.ts';
import { LongWork, type Work } from '#kit/LongWork.tsx';
import { Mark } from '#kit/Mark.tsx';
import { sendDocument } from './send-document.ts';
import './document.css';

/** What a file of the firm may be; the server finds the kind from the content and has the last word. */
const accepted = 'image/*,application/pdf,.ofd,.docx,.xlsx,.pptx,.csv,.txt,.zip,.mp3,.m4a,.mp4,.wav';

type FileSenderProps = { place: DocumentPlace; onSent: (document: Document) => void };

/** A place to lay a file on, or to take a picture on a phone; it is sent at once, with a bar that can be stopped. */
export function FileSender({ place, onSent }: FileSenderProps) {
  const { t } = useTranslation();
  const camera = useRef<HTMLInputElement>(null);
  const stop = useRef<() => void>(undefined);
  const [going, setGoing] = useState<{ name: string; work: Work }>();
  const [trouble, setTrouble] = useState<Explanation>();

  async function send(file: File) {
    const startedAt = new Date();
    const work: Work = { state: 'running', done: 0, total: file.size, startedAt };
    setTrouble(undefined);
    setGoing({ name: file.name, work });
    const sending = sendDocument(place, file, (done) => setGoing({ name: file.name, work: { ...work, done } }));
    stop.current = sending.stop;
    try {
      onSent(await sending.sent);
    } catch (error) {
      setTrouble(explain(error));
    } finally {
      setGoing(undefined);
    }
  }

  return (
    <div className="file-sender">
      {going ? (
        <LongWork
          title={t('document.sending', { name: going.name, size: formatSize(going.work.total ?? 0) })}
          work={going.work}
          onCancel={() => stop.current?.()}
        />
      ) : (
        <>
          <FileField
            label={t('document.choose')}
            help={t('document.choose.help', { size: formatSize(largestDocument) })}
            accept={accepted}
            onFile={(file) => void send(file)}
          />
          <input
            ref={camera}
            type="file"
            accept="image/*"
            capture="environment"
            className="unseen"
            tabIndex={-1}
            aria-hidden
            onChange={(event) => event.target.files?.[0] && void send(event.target.files[0])}
          />
          <Button className="file-sender-camera" onClick={() => camera.current?.click()}>
            {t('document.camera')}
          </Button>
        </>
      )}
      {trouble && (
        <p role="alert">
          <Mark of="differs" /> {trouble.text} <span className="quiet">{trouble.help}</span>
        </p>
      )}
    </div>
  );
}
