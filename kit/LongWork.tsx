import { Button } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refusalText } from './explain.ts';
import { formatCount } from './figures.ts';
import { Mark } from './Mark.tsx';
import './long-work.css';

/** How far a long work has come. */
export type Work = {
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  done: number;
  total: number | null;
  /** Null while it waits. */
  startedAt: Date | string | null;
  /** The refusal that stopped it. */
  refusal?: { code: string; facts?: Record<string, unknown> };
};

/** True as long as it is worth asking how far the work is: `refetchInterval: ({ state }) => goesOn(state.data) && 1_000`. */
export function goesOn(work: Work | undefined): boolean {
  return work?.state === 'waiting' || work?.state === 'running';
}

type LongWorkProps = {
  title: ReactNode;
  work: Work;
  /** Stops it; the button is there as long as it can be stopped. */
  onCancel?: () => void;
};

/** A bar with done, total and time left. The work goes on when the page is left, and can be cancelled. */
export function LongWork({ title, work, onCancel }: LongWorkProps) {
  const { t } = useTranslation();
  const left = useTimeLeft(work);
  const running = goesOn(work);
  const share = work.total ? Math.min(1, work.done / work.total) : undefined;
  return (
    <div className="long-work">
      <div className="row between">
        <span className="strong">{title}</span>
        <span className="quiet" aria-live="polite">
          {work.state === 'failed' && <Mark of="differs" />} {work.state === 'done' && <Mark of="agreed" />}{' '}
          {t(`kit.work.${work.state}`)}
        </span>
      </div>
      <Bar
        share={work.state === 'done' ? 1 : share}
        label={typeof title === 'string' ? title : undefined}
        moving={running}
      />
      <div className="row between">
        <span className="quiet">
          {work.total === null
            ? formatCount(work.done)
            : t('kit.work.done-of', { done: formatCount(work.done), total: formatCount(work.total) })}
          {running && left !== undefined && ` · ${t('kit.work.left', { time: spell(left, t) })}`}
          {work.refusal && ` · ${refusalText(work.refusal.code, work.refusal.facts)}`}
        </span>
        {running && onCancel && (
          <Button size="small" onClick={onCancel}>
            {t('kit.work.cancel')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** A thin bar: jade as far as things are done. Without a share it only says that something goes on. */
export function Bar({ share, label, moving }: { share: number | undefined; label?: string; moving?: boolean }) {
  const percent = share === undefined ? undefined : Math.round(share * 100);
  return (
    <div
      className="bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <i className={share === undefined && moving ? 'bar-roams' : undefined} style={{ width: `${percent ?? 30}%` }} />
    </div>
  );
}

/** Seconds left by the pace so far; nothing in the first two seconds, when no pace can be told. */
function useTimeLeft({ startedAt, done, total, state }: Work): number | undefined {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (state !== 'running') return;
    const clock = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(clock);
  }, [state]);
  if (!startedAt || !total || !done || state !== 'running') return undefined;
  const gone = (now - new Date(startedAt).getTime()) / 1_000;
  return gone < 2 ? undefined : Math.max(1, Math.round((gone / done) * (total - done)));
}

function spell(seconds: number, t: (key: string, values: { count: number }) => string): string {
  if (seconds < 60) return t('kit.work.seconds', { count: seconds });
  if (seconds < 3_600) return t('kit.work.minutes', { count: Math.round(seconds / 60) });
  return t('kit.work.hours', { count: Math.round(seconds / 3_600) });
}
