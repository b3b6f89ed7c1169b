import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Explanation, explain } from './explain.ts';
import { Mark } from './Mark.tsx';
import './states.css';

/** Nothing here yet: one sentence, one button, one example of what would stand here. */
export function Empty({ sentence, button, example }: { sentence: ReactNode; button?: ReactNode; example?: ReactNode }) {
  return (
    <div className="state">
      <p className="state-title">{sentence}</p>
      {button}
      {example && <div className="state-example">{example}</div>}
    </div>
  );
}

/** Lines where text will stand, as long as the answer is on its way. */
export function Skeleton({ lines = 5 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <div className="skeleton" role="status" aria-label={t('kit.loading')}>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className="skeleton-line">
          <i style={{ width: `${28 + ((line * 37) % 31)}%` }} />
          <i style={{ width: `${8 + ((line * 23) % 9)}%` }} />
        </div>
      ))}
    </div>
  );
}

/** Refused: why, and who can help. */
export function Refused({ explanation, button }: { explanation: Explanation; button?: ReactNode }) {
  return (
    <div className="state" role="alert">
      <p className="state-title">
        <Mark of="differs" /> {explanation.text}
      </p>
      <p className="quiet">{explanation.help}</p>
      {button}
    </div>
  );
}

/** Something went wrong: what happened, that nothing was lost, and a button to try again. */
export function Failed({ explanation, again }: { explanation: Explanation; again: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="state" role="alert">
      <p className="state-title">
        <Mark of="warns" /> {explanation.text}
      </p>
      <p className="quiet">{explanation.help}</p>
      <Button onClick={again}>{t('kit.again')}</Button>
    </div>
  );
}

/** The refusal or the failure of an error, whichever it is. */
export function Trouble({ error, again }: { error: unknown; again: () => void }) {
  const explanation = explain(error);
  if (explanation.kind === 'refused' || explanation.kind === 'missing') return <Refused explanation={explanation} />;
  return <Failed explanation={explanation} again={again} />;
}
