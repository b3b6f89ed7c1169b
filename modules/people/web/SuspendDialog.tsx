import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Person, SuspensionEffects } from '#modules/people/people.contract.ts';
import { notify } from '#kit/notice.ts';
import { ReasonedDialog } from '#kit/ReasonedDialog.tsx';
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
  const counted = useQuery(people.suspensionEffects.queryOptions({ input: { person: person.id }, gcTime: 0 }));
  const suspend = useMutation(people.suspendPerson.mutationOptions({ meta: { explained: true } }));

  async function act(reason: string) {
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
    <ReasonedDialog
      title={t('people.suspend.title', { name: person.name })}
      open
      onClose={onClose}
      effects={counted.data && effects(counted.data)}
      deed={t('people.suspend')}
      destructive
      label={t('people.suspend.reason')}
      most={200}
      onDeed={act}
    />
  );
}
