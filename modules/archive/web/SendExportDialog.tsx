import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { archiveContract } from '#modules/archive/archive.contract.ts';
import type { peopleContract } from '#modules/people/people.contract.ts';
import { VaultPasswordDialog } from '#modules/vault/web/vault.parts.tsx';
import { clientOf } from '#kit/connect.ts';
import { LongWork } from '#kit/LongWork.tsx';
import { archive } from './archive.api.ts';

/** Opens the header of an age file with the person's own key, here in the browser, and sends the file with the key of that file alone. */
export function SendExportDialog({ file, onClose }: { file: File; onClose: () => void }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const [sending, setSending] = useState<{ arrived: number; since: Date }>();

  async function send(vaultPassword: string) {
    const [{ fileKeyOf, headerBytes, sendImport }, { unlockKeys }] = await Promise.all([
      import('#modules/archive/archive.client.ts'),
      import('#modules/people/people.client.ts'),
    ]);
    const { keyring } = await unlockKeys(clientOf<typeof peopleContract>('people'), vaultPassword);
    const beginning = new Uint8Array(await file.slice(0, headerBytes).arrayBuffer());
    const fileKey = await fileKeyOf(beginning, [keyring.identity]);
    const api = clientOf<typeof archiveContract>('archive');
    const one = await api.beginImport({ name: file.name, size: file.size, fileKey });
    const since = new Date();
    const part = async (at: number, most: number) => file.slice(at, at + most);
    await sendImport({ url: '' }, one, part, (arrived) => setSending({ arrived, since }));
    await memory.invalidateQueries({ queryKey: archive.key() });
  }

  return (
    <VaultPasswordDialog
      title={file.name}
      open
      onClose={onClose}
      effects={[t('archive.takings.effect.key'), t('archive.takings.effect.check')]}
      deed={t('archive.takings.open')}
      onDeed={send}
    >
      {sending && (
        <LongWork
          title={t('archive.takings.sending')}
          unit="bytes"
          work={{ state: 'running', done: sending.arrived, total: file.size, startedAt: sending.since }}
        />
      )}
    </VaultPasswordDialog>
  );
}
