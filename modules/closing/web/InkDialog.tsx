import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Document } from '#modules/document/document.contract.ts';
import { VaultPasswordDialog } from '#modules/vault/web/vault.parts.tsx';
import { explain } from '#kit/explain.ts';
import { FileField } from '#kit/FileField.tsx';
import { formatHash } from '#kit/figures.ts';
import { Mark } from '#kit/Mark.tsx';
import { notify } from '#kit/notice.ts';
import type { SignOff } from '../closing.contract.ts';
import { acceptScan, hashOf, sendScan } from './deeds.ts';
import { isSigned, nameOf } from './sign-off-facts.ts';

type InkDialogProps = { signOff: SignOff; open: boolean; onClose: () => void; onDone: (next: SignOff) => void };
type Scan = { file: File; hash: string };

/** 纸质签署: the supervisor takes in the scan of the paper that the party whose turn it is has signed by hand. */
export function InkDialog({ signOff, open, onClose, onDone }: InkDialogProps) {
  const { t } = useTranslation();
  const [scan, setScan] = useState<Scan>();
  const [kept, setKept] = useState<Document>();
  const [trouble, setTrouble] = useState<string>();
  const { batch, handover, next } = signOff;
  const name = nameOf(signOff, next ?? '');

  async function take(file: File) {
    setTrouble(undefined);
    setKept(undefined);
    setScan(undefined);
    await hashOf(file).then(
      (hash) => setScan({ file, hash }),
      (error: unknown) => setTrouble(explain(error).text),
    );
  }

  function close() {
    setScan(undefined);
    setKept(undefined);
    setTrouble(undefined);
    onClose();
  }

  return (
    <VaultPasswordDialog
      title={t('closing.ink.title', { name })}
      open={open}
      onClose={close}
      effects={[
        t('closing.ink.effect.read', { name }),
        t('closing.ink.effect.chain', { name }),
        t('closing.ink.effect.kept'),
      ]}
      deed={t('closing.ink.deed')}
      ready={scan !== undefined}
      onDeed={async (password) => {
        const { file, hash } = scan!;
        // Sent once: a wrong password asks again for the password only.
        const sent = kept ?? (await sendScan(handover, file));
        setKept(sent);
        const after = await acceptScan({ batch, scan: sent.id, scanHash: hash }, password);
        onDone(after);
        if (!isSigned(after)) notify({ text: t('closing.ink.done', { name }), standing: 'agreed' });
      }}
    >
      <FileField
        label={t('closing.ink.file')}
        help={t('closing.ink.file.help')}
        accept="application/pdf,image/*"
        onFile={(file) => void take(file)}
      />
      {scan && (
        <p className="quiet">
          <Mark of="agreed" /> sha256 {formatHash(scan.hash)}
        </p>
      )}
      {trouble && (
        <p role="alert" className="differs">
          {trouble}
        </p>
      )}
    </VaultPasswordDialog>
  );
}
