import { useTranslation } from 'react-i18next';
import type { WholeClient } from '#modules/client/client.contract.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { TextField } from '#kit/fields.tsx';
import { notify } from '#kit/notice.ts';
import { choicesOf } from '../fields/choice-sets.ts';
import { clients } from './client.api.ts';

type State = WholeClient['client']['state'];

/** Sets 正常, 停业, 注销中 or 非正常户, with the reason. */
export function StateDialog({ of, onClose }: { of: WholeClient; onClose: () => void }) {
  const { t } = useTranslation();
  const { id, state: now } = of.client;

  async function change({ state, reason }: { state: State; reason: string }) {
    await clients.changeState.call({ client: id, state, reason });
    notify({
      text: t('client.state-changed', { state: t(`choice.client-state.${state}`) }),
      standing: 'agreed',
      undo: () => void clients.changeState.call({ client: id, state: now, reason: t('client.undone') }),
    });
    onClose();
  }

  return (
    <Dialog title={t('client.change-state')} open onClose={onClose}>
      <EntryForm
        submit={t('client.change-state')}
        initial={{ state: now }}
        onSubmit={change}
        onCancel={{ text: t('kit.cancel'), run: onClose }}
      >
        <ChoiceField
          name="state"
          label={t('record.basic.state')}
          choices={choicesOf('client-state').map((value) => ({ value, label: t(`choice.client-state.${value}`) }))}
        />
        <TextField name="reason" label={t('client.reason')} maxLength={200} />
      </EntryForm>
    </Dialog>
  );
}
