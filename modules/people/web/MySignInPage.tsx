import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer } from '#kit/Answer.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { Skeleton } from '#kit/states.tsx';
import { ApiKeys } from './ApiKeys.tsx';
import { OneTimeCodes } from './OneTimeCodes.tsx';
import { SettingsPage } from './people.parts.tsx';
import { mySignIn } from './sign-in.api.ts';

const PasswordForm = lazy(async () => ({ default: (await import('./PasswordForm.tsx')).PasswordForm }));

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
          <Answer of={state}>{({ withCode }) => <Password withCode={withCode} />}</Answer>
        </Sheet>
      </div>
    </SettingsPage>
  );
}

function Password({ withCode }: { withCode: boolean }) {
  const { t } = useTranslation();
  const [changing, setChanging] = useState(false);
  if (!changing)
    return (
      <div className="stack">
        <p className="quiet">{t('people.password.hint', { count: withCode ? 10 : 15 })}</p>
        <div>
          <Button onClick={() => setChanging(true)}>{t('people.password.change')}</Button>
        </div>
      </div>
    );
  return (
    <Suspense fallback={<Skeleton lines={4} />}>
      <PasswordForm withCode={withCode} onClose={() => setChanging(false)} />
    </Suspense>
  );
}
