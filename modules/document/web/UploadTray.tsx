import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DocumentPlace, Upload } from '#modules/document/document.contract.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Day } from '#kit/Day.tsx';
import { explain } from '#kit/explain.ts';
import { formatCount, formatSize } from '#kit/figures.ts';
import { LongWork, type Work } from '#kit/LongWork.tsx';
import { Mark } from '#kit/Mark.tsx';
import { notify } from '#kit/notice.ts';
import { Line, Lines, Sheet } from '#kit/Sheet.tsx';
import { documents } from './document.api.ts';
import { cancelAll, cancelQueued, clearQueue, isOver, type QueuedFile, useQueue } from './upload-queue.ts';

/** How many single files are named; what waits behind them is counted. */
const named = 8;

/** 上传: what is on its way to a place, what was refused and why, and what was broken off earlier and can go on. */
export function UploadTray({ place }: { place: DocumentPlace }) {
  const { t } = useTranslation();
  const queue = useQueue(place);
  const left = useQuery(documents.listUploads.queryOptions({ input: place }));
  const running = queue.filter(({ state }) => !isOver(state));
  const failed = queue.filter(({ state }) => state === 'failed');
  const earlier = (left.data ?? []).filter(({ id }) => !queue.some((one) => one.upload === id));
  if (queue.length === 0 && earlier.length === 0) return null;
  const shown = running.filter(({ state }) => state !== 'waiting').slice(0, named);
  const waiting = running.length - shown.length;
  return (
    <Sheet
      title={t('document.uploads')}
      extra={
        running.length === 0 &&
        queue.length > 0 && (
          <Button size="small" onClick={() => clearQueue(place)}>
            {t('document.uploads.clear')}
          </Button>
        )
      }
    >
      {queue.length > 0 && (
        <div className="upload-total">
          <LongWork
            title={t('document.uploads.total', {
              done: formatCount(queue.filter(({ state }) => state === 'done').length),
              all: formatCount(queue.filter(({ state }) => state !== 'cancelled').length),
            })}
            work={workOf(queue)}
            unit="bytes"
            onCancel={() => void cancelAll(place)}
          />
        </div>
      )}
      <Lines>
        {shown.map((one) => (
          <RunningLine key={one.key} of={one} />
        ))}
        {waiting > 0 && (
          <Line>
            <span className="quiet">{t('document.uploads.waiting', { count: waiting })}</span>
          </Line>
        )}
        {failed.map((one) => (
          <Line key={one.key} note={one.trouble?.help}>
            <Mark of="differs" /> <span className="strong">{one.chosen.file.name}</span>
            <div>{one.trouble?.text}</div>
          </Line>
        ))}
        {earlier.map((one) => (
          <EarlierLine key={one.id} of={one} />
        ))}
      </Lines>
    </Sheet>
  );
}

function RunningLine({ of: { key, chosen, state, sent } }: { of: QueuedFile }) {
  const { t } = useTranslation();
  const { file, folder } = chosen;
  const share = file.size === 0 ? 0 : Math.floor((sent / file.size) * 100);
  return (
    <Line
      note={folder || undefined}
      state={
        <span className="quiet num">
          {state === 'sending' ? `${formatSize(file.size)} · ${share}%` : t(`document.uploads.${state}`)}
        </span>
      }
      deed={
        state !== 'keeping' && (
          <Button
            size="small"
            onClick={() => void cancelQueued(key)}
            aria-label={t('document.uploads.cancel', { name: file.name })}
          >
            {t('kit.work.cancel')}
          </Button>
        )
      }
    >
      {file.name}
    </Line>
  );
}

/** Broken off before the page was loaded: the browser cannot reach the file by itself any more. */
function EarlierLine({ of: { id, name, size, received, expiresAt } }: { of: Upload }) {
  const { t } = useTranslation();
  const memory = useQueryClient();

  async function cancel() {
    await documents.cancelUpload
      .call({ upload: id })
      .catch((error: unknown) => notify({ text: explain(error).text, standing: 'differs' }));
    await memory.invalidateQueries({ queryKey: documents.listUploads.key() });
  }

  return (
    <Line
      note={
        <>
          {t('document.uploads.resume')} <Day value={localDateOf(expiresAt)} />
        </>
      }
      state={<span className="quiet num">{`${formatSize(received)} / ${formatSize(size)}`}</span>}
      deed={
        <Button size="small" onClick={() => void cancel()} aria-label={t('document.uploads.cancel', { name })}>
          {t('kit.work.cancel')}
        </Button>
      }
    >
      <Mark of="warns" /> {name}
    </Line>
  );
}

/** All files together, by bytes, so that the time left can be told. */
function workOf(queue: QueuedFile[]): Work {
  const counted = queue.filter(({ state }) => state !== 'cancelled' && state !== 'failed');
  const running = queue.some(({ state }) => !isOver(state));
  const started = queue.flatMap(({ startedAt }) => startedAt ?? []);
  const total = counted.reduce((sum, { chosen }) => sum + chosen.file.size, 0);
  return {
    state: running ? 'running' : counted.length > 0 ? 'done' : 'failed',
    done: counted.reduce((sum, { sent }) => sum + sent, 0),
    total,
    startedAt: started.length > 0 ? new Date(Math.min(...started.map((at) => at.getTime()))) : null,
  };
}
