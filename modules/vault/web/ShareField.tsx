import { Input } from 'antd';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShareReading } from '#platform/crypto/recovery-share.ts';
import { Mark } from '#kit/Mark.tsx';

const signsOfShare = 80;

type ShareFieldProps = { label: string; value: string; onChange: (typed: string) => void; autoFocus?: boolean };

/** A share typed from paper; each keystroke is read, and the first group that is mistyped is named. */
export function ShareField({ label, value, onChange, autoFocus = false }: ShareFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const reading = useReading(value);
  return (
    <div className="share-field">
      <label htmlFor={id}>{label}</label>
      <Input.TextArea
        id={id}
        className="share-typed"
        rows={4}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        autoFocus={autoFocus}
        aria-describedby={`${id}-reading`}
      />
      <p id={`${id}-reading`} aria-live="polite">
        {reading ? <Reading of={reading} /> : <span className="faint">{t('vault.share.type')}</span>}
      </p>
    </div>
  );
}

function Reading({ of }: { of: ShareReading }) {
  const { t } = useTranslation();
  if (of.ok)
    return (
      <span className="agreed">
        <Mark of="agreed" /> {t('vault.share.right', { number: of.share.index })}
      </span>
    );
  if ('group' in of.fault)
    return (
      <span className="differs">
        <Mark of="differs" /> {t('vault.share.group-wrong', { group: of.fault.group })}
      </span>
    );
  if ('signs' in of.fault && of.fault.signs <= signsOfShare)
    return <span className="quiet">{t('vault.share.typed', { done: Math.floor(of.fault.signs / 5) })}</span>;
  const tooLong = 'signs' in of.fault;
  return (
    <span className="differs">
      <Mark of="differs" /> {t(tooLong ? 'vault.share.too-long' : 'vault.share.unsound')}
    </span>
  );
}

/** What was typed, as a share; nothing while the field is empty or the reader is on its way. */
export function useReading(typed: string): ShareReading | undefined {
  const [read, setRead] = useState<(text: string) => ShareReading>();
  useEffect(() => {
    void import('#platform/crypto/recovery-share.ts').then(({ readShare }) => setRead(() => readShare));
  }, []);
  return read && typed.trim() ? read(typed) : undefined;
}
