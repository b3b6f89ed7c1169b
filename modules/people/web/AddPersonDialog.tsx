import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AddPerson } from '#modules/people/people.contract.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { TextField } from '#kit/fields.tsx';
import { FirstPasswordSlip } from './FirstPasswordSlip.tsx';
import { people } from './people.api.ts';
import { useStandingChoices } from './standing.ts';

/** Adds a person and shows the first password, this once. */
export function AddPersonDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const choices = useStandingChoices();
  const add = useMutation(people.addPerson.mutationOptions({ meta: { explained: true } }));
  const [added, setAdded] = useState<{ name: string; email: string; firstPassword: string }>();

  async function submit(values: AddPerson) {
    const { firstPassword } = await add.mutateAsync({ ...values, positions: values.positions ?? [] });
    setAdded({ name: values.name, email: values.email, firstPassword });
    await memory.invalidateQueries({ queryKey: people.key() });
  }

  return (
    <Dialog
      title={t(added ? 'people.added' : 'people.add', { name: added?.name })}
      open
      onClose={onClose}
      foot={
        added && (
          <Button type="primary" onClick={onClose}>
            {t('people.first-password.kept')}
          </Button>
        )
      }
    >
      {added ? (
        <FirstPasswordSlip {...added} />
      ) : (
        <EntryForm<AddPerson>
          submit={t('people.add.submit')}
          onSubmit={submit}
          initial={{ roles: ['staff'], positions: ['accountant'] }}
        >
          <TextField name="name" label={t('people.name')} maxLength={40} autoFocus />
          <TextField name="title" label={t('people.title')} maxLength={40} help={t('people.title-help')} />
          <TextField
            name="email"
            label={t('people.email')}
            inputMode="email"
            maxLength={120}
            help={t('people.email-help')}
            rules={[{ type: 'email', message: t('people.email-wrong') }]}
          />
          <ChoiceField name="roles" label={t('people.roles')} choices={choices.roles} many />
          <ChoiceField
            name="positions"
            label={t('people.positions')}
            choices={choices.positions}
            many
            optional
            help={t('people.positions-help')}
          />
        </EntryForm>
      )}
    </Dialog>
  );
}
