import { useQueryClient } from '@tanstack/react-query';
import { Input, Radio } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DirectoryRow } from '#modules/document/document.contract.ts';
import { safeguardKinds } from '#modules/document/document.policy.ts';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { notify } from '#kit/notice.ts';
import { documents } from '../document.api.ts';

/** Places a hold or a restriction over the file of a row, or over all files of its client. */
export function PlaceSafeguardDialog({ of, onClose }: { of: DirectoryRow; onClose: () => void }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const id = useId();
  const [kind, setKind] = useState<(typeof safeguardKinds)[number]>('hold');
  const [whole, setWhole] = useState(true);
  const [reason, setReason] = useState('');
  const client = whole ? of.client : null;

  async function place() {
    const target = client ? { client: client.id } : { document: of.document };
    await documents.placeSafeguard.call({ kind, reason, ...target });
    await memory.invalidateQueries({ queryKey: documents.key() });
    setReason('');
    notify({ text: t(`document.safeguard.placed.${kind}`), standing: 'agreed' });
  }

  return (
    <EffectsDialog
      title={t('document.safeguard.place.title')}
      open
      onClose={onClose}
      effects={[
        client
          ? t('document.safeguard.over-client', { name: client.name, number: client.number })
          : t('document.safeguard.over-file'),
        t(`document.safeguard.effect.${kind}`),
        t('document.safeguard.effect.two'),
      ]}
      deed={t('document.safeguard.place')}
      ready={reason.trim().length >= 2}
      onDeed={place}
    >
      <div className="stack">
        <Radio.Group
          aria-label={t('document.safeguard.what')}
          value={kind}
          onChange={(event) => setKind(event.target.value as typeof kind)}
          options={safeguardKinds.map((value) => ({ value, label: t(`document.safeguard.${value}`) }))}
        />
        {of.client && (
          <Radio.Group
            aria-label={t('document.safeguard.over')}
            value={whole}
            onChange={(event) => setWhole(event.target.value as boolean)}
            options={[
              { value: true, label: t('document.safeguard.whole-client') },
              { value: false, label: t('document.safeguard.this-file') },
            ]}
          />
        )}
        <label htmlFor={id}>{t('document.safeguard.reason')}</label>
        <Input.TextArea
          id={id}
          rows={3}
          maxLength={500}
          showCount
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
    </EffectsDialog>
  );
}
