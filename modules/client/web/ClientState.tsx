import { useTranslation } from 'react-i18next';
import type { WholeClient } from '#modules/client/client.contract.ts';
import { Chip } from '#kit/Chip.tsx';

/** 正常 says nothing; any other state of a client is a warning. */
export function ClientState({ of }: { of: WholeClient['client']['state'] }) {
  const { t } = useTranslation();
  return of === 'normal' ? null : <Chip standing="warns">{t(`choice.client-state.${of}`)}</Chip>;
}
