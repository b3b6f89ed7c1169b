import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { TextField } from '#kit/fields.tsx';
import { notify } from '#kit/notice.ts';
import { people } from './people.api.ts';

const lifetimes = [7, 30, 90, 365];

/** Makes a key for programs and shows it, this once. */
export function AddKeyDialog({ onClose, onAdded }: { onClose: () => void; onAdded: () => void }) {
  const { t } = useTranslation();
  const add = useMutation(people.addApiKey.mutationOptions({ meta: { explained: true } }));
  const [made, setMade] = useState<string>();

  async function copy() {
    await navigator.clipboard.writeText(made!);
    notify({ text: t('people.copied') });
  }

  return (
    <Dialog
      title={t(made ? 'people.api-key.added' : 'people.api-key.add')}
      open
      onClose={onClose}
      foot={
        made && (
          <Button type="primary" onClick={onClose}>
            {t('people.first-password.kept')}
          </Button>
        )
      }
    >
      {made ? (
        <div className="stack">
          <div className="slip">
            <p className="slip-password">{made}</p>
          </div>
          <p className="quiet">{t('people.api-key.once')}</p>
          <div>
            <Button onClick={() => void copy()}>{t('people.copy')}</Button>
          </div>
        </div>
      ) : (
        <EntryForm<{ name: string; days: string }>
          submit={t('people.api-key.submit')}
          initial={{ days: '90' }}
          onSubmit={async ({ name, days }) => {
            setMade((await add.mutateAsync({ name, days: Number(days) })).key);
            onAdded();
          }}
        >
          <TextField name="name" label={t('people.api-key.name')} help={t('people.api-key.name-help')} autoFocus />
          <ChoiceField
            name="days"
            label={t('people.api-key.lifetime')}
            choices={lifetimes.map((days) => ({
              value: String(days),
              label: t('people.api-key.days', { count: days }),
            }))}
          />
        </EntryForm>
      )}
    </Dialog>
  );
}
