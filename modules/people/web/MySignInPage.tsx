import { useTranslation } from 'react-i18next';
import { useQuery } from '@tanstack/react-query';
import { Answer } from '#kit/Answer.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { ApiKeys } from './ApiKeys.tsx';
import { OneTimeCodes } from './OneTimeCodes.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { SettingsPage } from './people.parts.tsx';
import { mySignIn } from './sign-in.api.ts';

/** 我的登录: the password, one-time codes beside it, and keys for programs that act as me. */
export function MySignInPage() {
  const { t } = useTranslation();
  const state = useQuery({ queryKey: ['my-sign-in'], queryFn: mySignIn });
  return (
    <SettingsPage section="me">
      <div className="columns">
        <div className="stack">
          <Sheet title={t('people.code.title')} padded>
            <Answer of={state}>{({ withCode }) => <OneTimeCodes on={withCode} />}</Answer>
          </Sheet>
          <ApiKeys />
        </div>
        <Sheet title={t('people.password.title')} padded>
          <Answer of={state}>{({ withCode }) => <PasswordForm withCode={withCode} />}</Answer>
        </Sheet>
      </div>
    </SettingsPage>
  );
}
