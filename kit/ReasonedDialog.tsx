import { Input } from 'antd';
import { type ComponentProps, useId, useState } from 'react';
import { EffectsDialog } from './EffectsDialog.tsx';
import './reasoned-dialog.css';

type ReasonedDialogProps = Omit<ComponentProps<typeof EffectsDialog>, 'onDeed' | 'ready' | 'children'> & {
  /** What the reason is asked as: `原因`. */
  label: string;
  /** What becomes of the reason, below its field. */
  help?: string;
  /** The reason that is there already and may be changed. */
  first?: string;
  /** How many characters it may have. */
  most?: number;
  onDeed: (reason: string) => Promise<unknown>;
};

/** An {@link EffectsDialog} whose deed needs a reason, which stays on record. */
export function ReasonedDialog({ label, help, first = '', most = 400, onDeed, ...rest }: ReasonedDialogProps) {
  const id = useId();
  const [reason, setReason] = useState(first);

  async function act() {
    await onDeed(reason);
    setReason(first);
  }

  return (
    <EffectsDialog {...rest} ready={reason.trim().length >= 2} onDeed={act}>
      <div className="reasoned">
        <label htmlFor={id}>{label}</label>
        <Input.TextArea
          id={id}
          rows={3}
          maxLength={most}
          showCount
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        {help && <p className="faint">{help}</p>}
      </div>
    </EffectsDialog>
  );
}
