import { useTranslation } from 'react-i18next';
import { EntryForm } from '#kit/EntryForm.tsx';
import { PasswordField } from '#kit/fields.tsx';
import { notify } from '#kit/notice.ts';
import { NewPasswordFields } from './NewPasswordFields.tsx';
import { shortest } from './password-strength.ts';
import { changePassword } from './sign-in.api.ts';

const shortestWithCode = 10;

/** Changes my sign-in password; beside one-time codes it may be shorter. */
export function PasswordForm({ withCode, onClose }: { withCode: boolean; onClose: () => void }) {
  const { t } = useTranslation();

  async function change({ current, password }: { current: string; password: string }) {
    await changePassword(current, password);
    notify({ text: t('people.password.changed'), standing: 'agreed' });
    onClose();
  }

  return (
    <EntryForm
      submit={t('people.password.change')}
      onSubmit={change}
      onCancel={{ text: t('kit.cancel'), run: onClose }}
    >
      <PasswordField name="current" label={t('people.password.current')} kind="known" />
      <NewPasswordFields label={t('people.password.new')} least={withCode ? shortestWithCode : shortest} />
      <p className="faint form-note">{t('people.password.effect')}</p>
    </EntryForm>
  );
}
