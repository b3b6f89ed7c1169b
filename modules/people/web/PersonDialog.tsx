import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AddPerson, Person } from '#modules/people/people.contract.ts';
import { canAppoint, canSuspend } from '#modules/people/people.policy.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { TextField } from '#kit/fields.tsx';
import { notify } from '#kit/notice.ts';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { FirstPasswordSlip } from './FirstPasswordSlip.tsx';
import { people } from './people.api.ts';
import { useStandingChoices } from './standing.ts';
import { SuspendDialog } from './SuspendDialog.tsx';

type Standing = Pick<AddPerson, 'title' | 'roles' | 'positions'>;

/** One person: title, roles and positions; a new first password; stop or restore all access. */
export function PersonDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const memory = useQueryClient();
  const choices = useStandingChoices();
  const explained = { meta: { explained: true } };
  const change = useMutation(people.changeStanding.mutationOptions(explained));
  const reset = useMutation(people.resetPassword.mutationOptions(explained));
  const lift = useMutation(people.liftSuspension.mutationOptions());
  const [asking, setAsking] = useState<'suspend' | 'reset'>();
  const [firstPassword, setFirstPassword] = useState<string>();
  const again = () => memory.invalidateQueries({ queryKey: people.key() });

  async function save(values: Standing) {
    await change.mutateAsync({ person: person.id, ...values, positions: values.positions ?? [] });
    await again();
    notify({ text: t('people.saved', { name: person.name }), standing: 'agreed' });
    onClose();
  }

  function liftNow() {
    const lifted = async () => {
      await again();
      notify({ text: t('people.lifted', { name: person.name }), standing: 'agreed' });
      onClose();
    };
    lift.mutate({ person: person.id }, { onSuccess: () => void lifted() });
  }

  if (firstPassword)
    return (
      <Dialog
        title={t('people.reset.done', { name: person.name })}
        open
        onClose={onClose}
        foot={
          <Button type="primary" onClick={onClose}>
            {t('people.first-password.kept')}
          </Button>
        }
      >
        <FirstPasswordSlip name={person.name} email={person.email} firstPassword={firstPassword} />
      </Dialog>
    );

  return (
    <Dialog title={`${person.name} · ${person.email}`} open onClose={onClose}>
      {person.keys && (
        <p className="quiet">
          {t('people.keys.fingerprint')} <code>{person.keys.fingerprint.match(/.{8}/g)!.join(' ')}</code>
        </p>
      )}
      <EntryForm<Standing>
        submit={t('people.save')}
        verdict={canAppoint(viewer)}
        onSubmit={save}
        initial={{ title: person.title, roles: person.roles, positions: person.positions }}
      >
        <TextField name="title" label={t('people.title')} maxLength={40} help={t('people.title-help')} />
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
      <div className="dialog-deeds">
        <VerdictButton verdict={canAppoint(viewer)} onClick={() => setAsking('reset')}>
          {t('people.reset')}
        </VerdictButton>
        {person.state === 'suspended' ? (
          <VerdictButton verdict={canSuspend(viewer, person.id)} loading={lift.isPending} onClick={liftNow}>
            {t('people.lift')}
          </VerdictButton>
        ) : (
          <VerdictButton verdict={canSuspend(viewer, person.id)} danger onClick={() => setAsking('suspend')}>
            {t('people.suspend')}
          </VerdictButton>
        )}
      </div>
      <EffectsDialog
        title={t('people.reset.title', { name: person.name })}
        open={asking === 'reset'}
        onClose={() => setAsking(undefined)}
        effects={[t('people.reset.signs-out'), t('people.reset.code-off'), t('people.reset.vault-stays')]}
        deed={t('people.reset')}
        destructive
        onDeed={async () => setFirstPassword((await reset.mutateAsync({ person: person.id })).firstPassword)}
      />
      {asking === 'suspend' && (
        <SuspendDialog
          person={person}
          onClose={() => setAsking(undefined)}
          onDone={() => {
            void again();
            onClose();
          }}
        />
      )}
    </Dialog>
  );
}
