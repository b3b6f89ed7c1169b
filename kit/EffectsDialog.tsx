import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './Dialog.tsx';
import { Skeleton, Trouble } from './states.tsx';
import './effects-dialog.css';

type EffectsDialogProps = {
  title: ReactNode;
  open: boolean;
  onClose: () => void;
  /** What will happen, one sentence each with its figures; undefined while they are being counted. */
  effects: ReactNode[] | undefined;
  /** The word on the button, the deed itself: `签署`, `停用`, never `确定`. */
  deed: string;
  /** The deed takes something away. */
  destructive?: boolean;
  /** Does it. When it fails the dialog stays and says why. */
  onDeed: () => Promise<unknown>;
  /** Keeps the button grey until what the deed needs is there, such as the vault password below. */
  ready?: boolean;
  /** What the deed needs beside consent: a password, a reason. */
  children?: ReactNode;
};

/** What is destructive or legal shows its effects first and asks once. */
export function EffectsDialog(props: EffectsDialogProps) {
  const { title, open, onClose, effects, deed, destructive, onDeed, ready = true, children } = props;
  const { t } = useTranslation();
  const [doing, setDoing] = useState(false);
  const [error, setError] = useState<unknown>();

  async function act() {
    setDoing(true);
    setError(undefined);
    try {
      await onDeed();
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setDoing(false);
    }
  }

  function close() {
    if (doing) return;
    setError(undefined);
    onClose();
  }

  const foot = (
    <div className="effects-foot">
      <Button onClick={close}>{t('kit.cancel')}</Button>
      <Button
        type="primary"
        danger={destructive}
        loading={doing}
        disabled={!effects || !ready}
        onClick={() => void act()}
      >
        {deed}
      </Button>
    </div>
  );
  return (
    <Dialog title={title} open={open} onClose={close} foot={foot}>
      <p className="quiet">{t('kit.effects.before')}</p>
      {effects ? (
        <ol className="effects">
          {effects.map((effect, at) => (
            <li key={at}>{effect}</li>
          ))}
        </ol>
      ) : (
        <Skeleton lines={3} />
      )}
      {children}
      {error !== undefined && <Trouble error={error} again={() => void act()} />}
    </Dialog>
  );
}
