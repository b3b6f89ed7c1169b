import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from './keys.ts';
import { Mark } from './Mark.tsx';
import { dismiss, notices, type ShownNotice } from './notice.ts';
import './notices.css';

/** The place where notices appear. Stands once, in the shell. */
export function Notices() {
  const { t } = useTranslation();
  const shown = useSyncExternalStore(notices.subscribe, notices.now);
  const undoable = shown.findLast((notice) => notice.undo);
  useKeys({ u: { text: t('kit.key.undo'), run: () => undoable && undo(undoable) } }, { when: Boolean(undoable) });
  return (
    <div className="notices" role="status">
      {shown.map((notice) => (
        <div key={notice.id} className="notice">
          <span>
            {notice.standing && <Mark of={notice.standing} />} {notice.text}
          </span>
          {notice.undo && (
            <button type="button" onClick={() => undo(notice)}>
              {t('kit.undo')} <kbd aria-hidden>U</kbd>
            </button>
          )}
          <button type="button" aria-label={t('kit.close')} onClick={() => dismiss(notice.id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  );
}

function undo(notice: ShownNotice) {
  dismiss(notice.id);
  notice.undo?.();
}
