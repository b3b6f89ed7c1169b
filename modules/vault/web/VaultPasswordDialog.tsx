import { Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { paths } from '#kit/paths.ts';
import { useViewer } from '#kit/viewer.ts';
import { nextPaint } from './next-paint.ts';
import './vault.css';

type VaultPasswordDialogProps = {
  title: ReactNode;
  open: boolean;
  onClose: () => void;
  effects: ReactNode[];
  deed: string;
  onDeed: (vaultPassword: string) => Promise<unknown>;
  destructive?: boolean;
  /** Keeps the button grey until what else the deed needs is there. */
  ready?: boolean;
  children?: ReactNode;
};

/**
 * A deed with one's own key: its effects, and the vault password each time, even while the vault lies open; a signature is given,
 * not clicked. The password goes to `onDeed` and is forgotten.
 */
export function VaultPasswordDialog(props: VaultPasswordDialogProps) {
  const { open, onClose, onDeed, ready = true, children, ...dialog } = props;
  const { t } = useTranslation();
  const { fingerprint } = useViewer();
  const [password, setPassword] = useState('');
  const id = useId();

  function close() {
    setPassword('');
    onClose();
  }

  return (
    <EffectsDialog
      {...dialog}
      open={open}
      onClose={close}
      onDeed={() => nextPaint().then(() => onDeed(password))}
      ready={ready && fingerprint !== null && password.length > 0}
    >
      {children}
      {fingerprint === null ? (
        <p className="warns">
          {t('vault.password.none')} <Link to={paths.welcome()}>{t('vault.password.make')}</Link>
        </p>
      ) : (
        <div className="vault-password">
          <label htmlFor={id}>{t('vault.password')}</label>
          <Input.Password
            id={id}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            autoComplete="off"
            autoFocus
            onPressEnter={(event) => {
              const button = event.currentTarget
                .closest('[role="dialog"]')
                ?.querySelector<HTMLButtonElement>('.ant-btn-primary');
              button?.click();
            }}
          />
          <p className="faint">{t('vault.password.stays')}</p>
        </div>
      )}
    </EffectsDialog>
  );
}
