import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './Dialog.tsx';
import { printedKey, useBoundKeys, useKeys } from './keys.ts';
import './keys.css';

/** The keys of the thing above, in one quiet line: `J 下一项  A 一致`. Presses nothing by itself: bind with `useKeys`. */
export function KeyHints({ of }: { of: { key: string; text: string }[] }) {
  return (
    <div className="keys" aria-hidden>
      {of.map(({ key, text }) => (
        <span key={key}>
          <kbd>{printedKey(key)}</kbd>
          {text}
        </span>
      ))}
    </div>
  );
}

/** `?` shows every key that works on the page now. Stands once, in the shell. */
export function KeyHelp() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const keys = useBoundKeys();
  useKeys({ '?': { text: t('kit.key.help'), run: () => setOpen(true) } });
  return (
    <Dialog title={t('kit.key.title')} open={open} onClose={() => setOpen(false)}>
      <dl className="key-help">
        {keys.map(({ key, text }) => (
          <div key={key}>
            <dt>
              <kbd>{printedKey(key)}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
