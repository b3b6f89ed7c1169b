import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import './stages.css';

export type Stage = {
  key: string;
  title: string;
  state: 'done' | 'now' | 'ahead';
  /** Of the stage at work, 0 to 1. */
  share?: number;
  /** Under the title: a day, a count. */
  note?: string;
  to?: string;
};

function shareOf({ state, share = 0 }: Stage): number {
  return { done: 1, now: share, ahead: 0 }[state];
}

/** The way of a handover: what is done in jade, where it stands in azurite, what lies ahead in grey. */
export function Stages({ of }: { of: Stage[] }) {
  const { t } = useTranslation();
  return (
    <ol className="stages" aria-label={t('kit.stages.label')}>
      {of.map((stage) => (
        <li
          key={stage.key}
          className={`stage-${stage.state}`}
          aria-current={stage.state === 'now' ? 'step' : undefined}
        >
          <i>
            <b style={{ width: `${shareOf(stage) * 100}%` }} />
          </i>
          {stage.to ? <Link to={stage.to}>{stage.title}</Link> : stage.title}
          <span className="unseen">{t(`kit.stages.${stage.state}`)}</span>
          {stage.note && <small>{stage.note}</small>}
        </li>
      ))}
    </ol>
  );
}
