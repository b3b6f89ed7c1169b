import { useTranslation } from 'react-i18next';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Day, Instant } from '#kit/Day.tsx';

/** The reason of a grant: a party's side is a code, named staff bring words. */
export function useReasonWords(): (reason: string) => string {
  const { t, i18n } = useTranslation();
  return (reason) => (i18n.exists(`vault.reason.${reason}`) ? t(`vault.reason.${reason}`) : reason);
}

/** The end of a grant: its last day when it ends at midnight, otherwise the hour. */
export function GrantEnd({ of }: { of: Date }) {
  const lastDay = localDateOf(new Date(of.getTime() - 1));
  return localDateOf(of) === lastDay ? <Instant value={of} /> : <Day value={lastDay} />;
}
