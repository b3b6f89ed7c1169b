import { useQueryClient } from '@tanstack/react-query';
import { Input, Radio } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Document } from '#modules/document/document.contract.ts';
import { purposes } from '#modules/document/document.policy.ts';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { notify } from '#kit/notice.ts';
import { documents } from '../document.api.ts';

/** Asks to read a restricted file for a named purpose (个人信息保护法 Art. 47). */
export function AskOpeningDialog({ of, open, onClose }: { of: Document; open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const id = useId();
  const [purpose, setPurpose] = useState<(typeof purposes)[number]>('inspection');
  const [reason, setReason] = useState('');

  async function ask() {
    await documents.askOpening.call({ document: of.id, purpose, reason });
    await memory.invalidateQueries({ queryKey: documents.key() });
    notify({ text: t('document.opening.asked'), standing: 'agreed' });
  }

  return (
    <EffectsDialog
      title={t('document.opening.ask.title')}
      open={open}
      onClose={onClose}
      effects={[t('document.opening.effect'), t('document.opening.effect.journal')]}
      deed={t('document.opening.ask')}
      ready={reason.trim().length >= 2}
      onDeed={ask}
    >
      <div className="stack">
        <Radio.Group
          aria-label={t('document.opening.purpose')}
          value={purpose}
          onChange={(event) => setPurpose(event.target.value as typeof purpose)}
          options={purposes.map((value) => ({ value, label: t(`document.purpose.${value}`) }))}
        />
        <label htmlFor={id}>{t('document.safeguard.reason')}</label>
        <Input.TextArea
          id={id}
          rows={3}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
    </EffectsDialog>
  );
}
