import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryForm } from '#kit/EntryForm.tsx';
import { PasswordField, TextField } from '#kit/fields.tsx';
import { notify } from '#kit/notice.ts';
import { Printable } from '#kit/Printable.tsx';
import { useViewer } from '#kit/viewer.ts';
import { CodePicture } from './CodePicture.tsx';
import { beginCodes, confirmCode, endCodes } from './sign-in.api.ts';

type Step = { at: 'begin' } | { at: 'scan'; uri: string; backupCodes: string[] } | { at: 'end' };

/** The steps of setting one-time codes up with an authenticator, or of turning them off. */
export function CodeSteps({ on, onClose }: { on: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const [step, setStep] = useState<Step>({ at: on ? 'end' : 'begin' });
  const back = { text: t('kit.cancel'), run: onClose };

  async function settled(text: string) {
    await memory.invalidateQueries({ queryKey: ['my-sign-in'] });
    onClose();
    notify({ text, standing: 'agreed' });
  }

  if (step.at === 'begin')
    return (
      <EntryForm<{ signInPassword: string }>
        submit={t('people.code.begin')}
        onCancel={back}
        onSubmit={async ({ signInPassword }) => {
          const { totpURI, backupCodes } = await beginCodes(signInPassword);
          setStep({ at: 'scan', uri: totpURI, backupCodes });
        }}
      >
        <PasswordField name="signInPassword" label={t('people.password')} kind="known" />
      </EntryForm>
    );

  if (step.at === 'scan')
    return (
      <div className="stack">
        <p>{t('people.code.scan')}</p>
        <CodePicture text={step.uri} label={t('people.code.picture')} />
        <p className="quiet">
          {t('people.code.by-hand')} <code>{new URL(step.uri).searchParams.get('secret')}</code>
        </p>
        <BackupCodes codes={step.backupCodes} />
        <EntryForm<{ code: string }>
          submit={t('people.code.confirm')}
          onCancel={back}
          onSubmit={async ({ code }) => {
            await confirmCode(code.trim());
            await settled(t('people.code.is-on'));
          }}
        >
          <TextField
            name="code"
            label={t('people.code')}
            inputMode="numeric"
            maxLength={6}
            help={t('people.code.first')}
          />
        </EntryForm>
      </div>
    );

  return (
    <EntryForm<{ signInPassword: string }>
      submit={t('people.code.end')}
      onCancel={back}
      onSubmit={async ({ signInPassword }) => {
        await endCodes(signInPassword);
        await settled(t('people.code.is-off'));
      }}
    >
      <PasswordField name="signInPassword" label={t('people.password')} kind="known" help={t('people.code.end-help')} />
    </EntryForm>
  );
}

function BackupCodes({ codes }: { codes: string[] }) {
  const { t } = useTranslation();
  const { name, firmName } = useViewer();
  return (
    <Printable label={t('people.code.print')}>
      <div className="slip">
        <p className="strong">
          {firmName} · {name} · {t('people.code.backup')}
        </p>
        <p className="quiet">{t('people.code.backup-hint')}</p>
        <ul className="backup-codes">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </div>
    </Printable>
  );
}
