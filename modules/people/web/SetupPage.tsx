import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Answer } from '#kit/Answer.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { TextField } from '#kit/fields.tsx';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { NewPasswordFields } from './NewPasswordFields.tsx';
import { people } from './people.api.ts';
import { signIn } from './sign-in.api.ts';
import './setup-page.css';

type Values = { firm: string; name: string; title: string; email: string; password: string };

/** The first page of an empty installation: the firm and its first administrator. */
export function SetupPage() {
  const { t } = useTranslation();
  const state = useQuery({ queryKey: ['setup'], queryFn: setupState, retry: false });

  async function found({ firm, name, title, email, password }: Values) {
    await people.foundFirm.call({ firm, name, title, email, password });
    await signIn(email, password);
    location.assign(paths.welcome());
  }

  return (
    <Page title={t('people.setup.title')}>
      <Answer of={state} empty={({ firm }) => firm && <Founded />}>
        {() => (
          <div className="setup">
            <Sheet padded>
              <EntryForm<Values> submit={t('people.setup.submit')} onSubmit={found}>
                <TextField
                  name="firm"
                  label={t('people.setup.firm')}
                  help={t('people.setup.firm-help')}
                  rules={[{ min: 2 }]}
                  autoFocus
                />
                <TextField name="name" label={t('people.name')} maxLength={40} help={t('people.setup.name-help')} />
                <TextField name="title" label={t('people.title')} maxLength={40} help={t('people.title-help')} />
                <TextField
                  name="email"
                  label={t('people.email')}
                  inputMode="email"
                  maxLength={120}
                  rules={[{ type: 'email', message: t('people.email-wrong') }]}
                />
                <NewPasswordFields label={t('people.password')} />
              </EntryForm>
            </Sheet>
            <ol className="setup-next quiet">
              {(['keys', 'recovery', 'people', 'clients'] as const).map((step) => (
                <li key={step}>{t(`people.setup.next.${step}`)}</li>
              ))}
            </ol>
          </div>
        )}
      </Answer>
    </Page>
  );
}

function Founded() {
  const { t } = useTranslation();
  return (
    <Sheet>
      <Empty
        sentence={t('refusal.people.firm-exists')}
        button={<a href={paths.signIn()}>{t('people.setup.sign-in')}</a>}
      />
    </Sheet>
  );
}

async function setupState(): Promise<{ firm: boolean }> {
  const response = await fetch('/setup/state');
  return (await response.json()) as { firm: boolean };
}
