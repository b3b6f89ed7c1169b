import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { peopleContract } from '#modules/people/people.contract.ts';
import type { archiveContract } from '#modules/archive/archive.contract.ts';
import { VaultPasswordDialog } from '#modules/vault/web/vault.parts.tsx';
import { clientOf } from '#kit/connect.ts';
import { formatInstant } from '#kit/Day.tsx';
import { notify } from '#kit/notice.ts';
import type { Export } from '../archive.contract.ts';
import { archive } from './archive.api.ts';

/** The second person sees what leaves, why and for whom, and signs. */
export function ReleaseExportDialog({ of, onClose }: { of: Export; onClose: () => void }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const release = useMutation({
    meta: { explained: true },
    mutationFn: async (vaultPassword: string) => {
      const [{ releaseExport }, { unlockKeys }] = await Promise.all([
        import('#modules/archive/archive.client.ts'),
        import('#modules/people/people.client.ts'),
      ]);
      const { me, keyring } = await unlockKeys(clientOf<typeof peopleContract>('people'), vaultPassword);
      const whose = { firm: me.firm.id, me: me.person.id };
      return releaseExport(clientOf<typeof archiveContract>('archive'), keyring, whose, of);
    },
    onSuccess: () => memory.invalidateQueries({ queryKey: archive.key() }),
  });
  return (
    <VaultPasswordDialog
      title={t('archive.exports.release')}
      open
      onClose={onClose}
      effects={[
        <span key="what">
          {t(`archive.exports.scope.${of.scope}`)} {of.title}
        </span>,
        t('archive.exports.effect.asker', { name: of.requester.name, reason: of.reason }),
        <span key="recipients">
          {t('archive.exports.effect.recipients', { count: of.recipients.length })}
          {of.recipients.map(({ recipient, whose, name }) => (
            <span key={recipient} className="archive-hash">
              {t(`archive.exports.whose.${whose}`, { name })} <span className="mono">{recipient}</span>
            </span>
          ))}
        </span>,
        t('archive.exports.effect.once', { until: formatInstant(of.expiresAt) }),
      ]}
      deed={t('archive.exports.release')}
      onDeed={async (password) => {
        await release.mutateAsync(password);
        notify({ text: t('archive.exports.is-released'), standing: 'agreed' });
      }}
    />
  );
}
