import { useMutation, useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person, SuspensionEffects } from '#modules/people/people.contract.ts';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { notify } from '#kit/notice.ts';
import { people } from './people.api.ts';

/** Stops all access of a person at once, after showing what ends and what stays. */
export function SuspendDialog({
  person,
  onClose,
  onDone,
}: {
  person: Person;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const counted = useQuery(people.suspensionEffects.queryOptions({ input: { person: person.id }, gcTime: 0 }));
  const suspend = useMutation(people.suspendPerson.mutationOptions({ meta: { explained: true } }));
  const [reason, setReason] = useState('');

  async function act() {
    await suspend.mutateAsync({ person: person.id, reason });
    notify({ text: t('people.suspended', { name: person.name }) });
    onDone();
  }

  const effects = ({ signIns, apiKeys, clients, granted }: SuspensionEffects) => [
    t('people.suspend.sign-ins', { count: signIns }),
    t('people.suspend.api-keys', { count: apiKeys }),
    t('people.suspend.streams'),
    ...(granted > 0 ? [t('people.suspend.granted', { count: granted })] : []),
    t('people.suspend.clients', { count: clients }),
    t('people.suspend.record'),
  ];
  return (
    <EffectsDialog
      title={t('people.suspend.title', { name: person.name })}
      open
      onClose={onClose}
      effects={counted.data && effects(counted.data)}
      deed={t('people.suspend')}
      destructive
      ready={reason.trim().length >= 2}
      onDeed={act}
    >
      <label htmlFor={id}>{t('people.suspend.reason')}</label>
      <Input.TextArea
        id={id}
        rows={2}
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </EffectsDialog>
  );
}
