import { Button, Form, type FormInstance } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryForm } from '#kit/EntryForm.tsx';
import { PasswordField } from '#kit/fields.tsx';
import { Bar } from '#kit/LongWork.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { nextPaint } from './next-paint.ts';
import './vault.css';

const least = 12;

type Values = { password: string; again: string };

/** A new vault password, typed twice; a good one is suggested. `onSubmit` makes the keys, which takes half a second. */
export function MakeKeysForm({
  submit,
  onSubmit,
}: {
  submit: string;
  onSubmit: (password: string) => Promise<unknown>;
}) {
  const { t } = useTranslation();
  const [working, setWorking] = useState(false);

  async function send({ password }: Values) {
    setWorking(true);
    await nextPaint();
    await onSubmit(password).finally(() => setWorking(false));
  }

  return (
    <Sheet padded>
      <EntryForm<Values> submit={submit} onSubmit={send}>
        <NewVaultPassword autoFocus />
        <div className="vault-working" aria-live="polite">
          {working && <Bar share={undefined} moving label={t('vault.welcome.working')} />}
        </div>
      </EntryForm>
    </Sheet>
  );
}

/** The two fields of a new vault password, and one that the system makes up. */
export function NewVaultPassword({ autoFocus = false }: { autoFocus?: boolean }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const [suggested, setSuggested] = useState<string>();
  return (
    <>
      <PasswordField
        name="password"
        label={t('vault.password.new')}
        kind="vault"
        help={t('vault.password.hint', { count: least })}
        rules={[{ min: least, message: t('vault.password.least', { count: least }) }]}
        autoFocus={autoFocus}
      />
      {suggested ? (
        <div className="suggested">
          <code className="suggested-password">{suggested}</code>
          <p className="quiet">{t('vault.suggest.write')}</p>
        </div>
      ) : (
        <p className="suggest">
          {/* Keeps the focus in the field, so that it is not found empty on the way here. */}
          <Button onMouseDown={(event) => event.preventDefault()} onClick={() => void suggest(form).then(setSuggested)}>
            {t('vault.suggest')}
          </Button>
        </p>
      )}
      <PasswordField
        name="again"
        label={t(suggested ? 'vault.password.from-paper' : 'vault.password.again')}
        kind="vault"
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, value?: string) =>
              !value || value === getFieldValue('password')
                ? Promise.resolve()
                : Promise.reject(new Error(t('vault.password.differs'))),
          }),
        ]}
      />
    </>
  );
}

async function suggest(form: FormInstance): Promise<string> {
  const { suggestPassword } = await import('#platform/crypto/keyring.ts');
  const password = suggestPassword();
  form.setFieldsValue({ password, again: undefined });
  return password;
}
