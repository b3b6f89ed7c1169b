import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Explanation, explain, refusalText } from '#kit/explain.ts';
import { FileField } from '#kit/FileField.tsx';
import { formatSize } from '#kit/figures.ts';
import { LongWork, type Work } from '#kit/LongWork.tsx';
import { Mark } from '#kit/Mark.tsx';
import type { Id } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { sendDataset } from './send-dataset.ts';
import '#kit/fields.css';

/** The endings of tables; the server finds the format from the content and has the last word. */
const accepted = '.csv,.tsv,.txt,.xlsx,.xls,.ods,.jsonl,.ndjson,.parquet';

type DatasetSenderProps = { batch: Id<'batch'>; label: string; onSent: (dataset: Id<'dataset'>) => void };

/** A place to lay a table on; it is sent at once, with a bar that can be stopped. */
export function DatasetSender({ batch, label, onSent }: DatasetSenderProps) {
  const { t } = useTranslation();
  const stop = useRef<() => void>(undefined);
  const [going, setGoing] = useState<{ name: string; work: Work }>();
  const [trouble, setTrouble] = useState<Explanation>();
  const [stopped, setStopped] = useState(false);

  async function send(file: File) {
    const work: Work = { state: 'running', done: 0, total: file.size, startedAt: new Date() };
    setTrouble(undefined);
    setStopped(false);
    setGoing({ name: file.name, work });
    const sending = sendDataset(batch, file, (done) => setGoing({ name: file.name, work: { ...work, done } }));
    stop.current = sending.stop;
    try {
      onSent(await sending.sent);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'comparison.broken-off') setStopped(true);
      else setTrouble(explain(error));
    } finally {
      setGoing(undefined);
    }
  }

  return (
    <>
      {going ? (
        <LongWork
          title={t('comparison.sending', { name: going.name, size: formatSize(going.work.total ?? 0) })}
          work={going.work}
          unit="bytes"
          onCancel={() => stop.current?.()}
        />
      ) : (
        <FileField label={label} help={t('comparison.formats')} accept={accepted} onFile={(file) => void send(file)} />
      )}
      {stopped && (
        <p role="status" className="quiet">
          {refusalText('comparison.broken-off')}
        </p>
      )}
      {trouble && (
        <p role="alert" className="field-refusal">
          <Mark of="differs" /> {trouble.text} <span className="quiet">{trouble.help}</span>
        </p>
      )}
    </>
  );
}
