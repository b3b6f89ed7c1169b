import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Grant } from '#modules/vault/vault.contract.ts';
import { formatInstant } from '#kit/Day.tsx';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { notify } from '#kit/notice.ts';
import { vault } from './vault.api.ts';

/** 收回: what ends with the access, and then it ends. */
export function EndGrantDialog({ grant, onClose }: { grant: Grant; onClose: () => void }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const end = useMutation(vault.endGrant.mutationOptions({ meta: { explained: true } }));
  return (
    <EffectsDialog
      title={t('vault.access.end.title', { name: grant.personName })}
      open
      onClose={onClose}
      effects={[
        t('vault.access.end.now', { client: grant.clientName ?? t('vault.access.unnamed') }),
        t('vault.access.end.streams'),
        t('vault.access.end.keys'),
        ...(grant.handover ? [t('vault.access.end.handover')] : []),
      ]}
      deed={t('vault.access.end')}
      destructive
      onDeed={async () => {
        await end.mutateAsync({ grant: grant.id });
        await memory.invalidateQueries({ queryKey: vault.key() });
        notify({ text: t('vault.access.ended', { name: grant.personName, until: formatInstant(new Date()) }) });
      }}
    />
  );
}
