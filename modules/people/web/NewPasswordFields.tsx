import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { PasswordField } from '#kit/fields.tsx';
import { Mark } from '#kit/Mark.tsx';
import { passwordStrength, shortest } from './password-strength.ts';

/** A new sign-in password, typed twice, with how good it is. `least` is lower beside a one-time code. */
export function NewPasswordFields({ label, least = shortest }: { label: string; least?: number }) {
  const { t } = useTranslation();
  const password: string = Form.useWatch('password') ?? '';
  return (
    <>
      <PasswordField
        name="password"
        label={label}
        kind="new"
        help={<StrengthLine password={password} least={least} />}
        rules={[{ min: least, message: t('people.password.least', { count: least }) }]}
      />
      <PasswordField
        name="again"
        label={t('people.password.again')}
        kind="new"
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, value?: string) =>
              !value || value === getFieldValue('password')
                ? Promise.resolve()
                : Promise.reject(new Error(t('people.password.differs'))),
          }),
        ]}
      />
    </>
  );
}

function StrengthLine({ password, least }: { password: string; least: number }) {
  const { t } = useTranslation();
  if (password.length < least) return t('people.password.hint', { count: least });
  const strength = passwordStrength(password);
  return (
    <span aria-live="polite">
      <Mark of={strength === 'good' ? 'agreed' : 'warns'} /> {t(`people.password.strength.${strength}`)}
    </span>
  );
}
