import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryForm } from '#kit/EntryForm.tsx';
import { PasswordField } from '#kit/fields.tsx';
import { notify } from '#kit/notice.ts';
import { NewPasswordFields } from './NewPasswordFields.tsx';
import { shortest } from './password-strength.ts';
import { changePassword } from './sign-in.api.ts';

const shortestWithCode = 10;

/** Changes my sign-in password; beside one-time codes it may be shorter. */
export function PasswordForm({ withCode }: { withCode: boolean }) {
  const { t } = useTranslation();
  const [changed, setChanged] = useState(0);

  async function change({ current, password }: { current: string; password: string }) {
    await changePassword(current, password);
    notify({ text: t('people.password.changed'), standing: 'agreed' });
    setChanged(changed + 1);
  }

  return (
    <EntryForm key={changed} submit={t('people.password.change')} onSubmit={change}>
      <PasswordField name="current" label={t('people.password.current')} kind="known" />
      <NewPasswordFields label={t('people.password.new')} least={withCode ? shortestWithCode : shortest} />
      <p className="faint form-note">{t('people.password.effect')}</p>
    </EntryForm>
  );
}
