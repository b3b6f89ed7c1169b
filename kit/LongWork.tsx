import { Button } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refusalText } from './explain.ts';
import { formatCount, formatSize } from './figures.ts';
import { Mark } from './Mark.tsx';
import './long-work.css';

/** How far a long work has come. */
export type Work = {
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  done: number;
  total: number | null;
  /** Null while it waits. */
  startedAt: Date | string | null;
  /** Where the work itself knows it; else told by what was done since it started. */
  pace?: { perSecond: number; secondsLeft: number | null };
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
  /** What is counted: rows and sizes are also told by the second. */
  unit?: 'rows' | 'bytes';
  /** Stops it; the button is there as long as it can be stopped. */
  onCancel?: () => void;
};

/** A bar with done, total and time left. The work goes on when the page is left, and can be cancelled. */
export function LongWork({ title, work, unit, onCancel }: LongWorkProps) {
  const { t } = useTranslation();
  const pace = usePace(work);
  const running = goesOn(work);
  const figure = unit === 'bytes' ? formatSize : formatCount;
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
            ? figure(work.done)
            : t('kit.work.done-of', { done: figure(work.done), total: figure(work.total) })}
          {unit && pace && ` · ${t(`kit.work.pace.${unit}`, { pace: figure(Math.round(pace.perSecond)) })}`}
          {pace && pace.secondsLeft !== null && ` · ${t('kit.work.left', { time: spell(pace.secondsLeft, t) })}`}
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

/** The pace so far and the seconds left by it; nothing in the first two seconds, when no pace can be told. */
function usePace({ startedAt, done, total, state, pace }: Work): Work['pace'] {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (state !== 'running') return;
    const clock = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(clock);
  }, [state]);
  if (state !== 'running' || !(pace || (startedAt && done))) return undefined;
  if (pace) return pace;
  const gone = (now - new Date(startedAt!).getTime()) / 1_000;
  if (gone < 2) return undefined;
  const perSecond = done / gone;
  return { perSecond, secondsLeft: total === null ? null : (total - done) / perSecond };
}

function spell(left: number, t: (key: string, values: { count: number }) => string): string {
  const seconds = Math.max(1, Math.round(left));
  if (seconds < 60) return t('kit.work.seconds', { count: seconds });
  if (seconds < 3_600) return t('kit.work.minutes', { count: Math.round(seconds / 60) });
  return t('kit.work.hours', { count: Math.round(seconds / 3_600) });
}
