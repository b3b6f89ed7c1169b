import { useQuery } from '@tanstack/react-query';
import type { Holder } from '#modules/vault/vault.contract.ts';
import { useViewer } from '#kit/viewer.ts';
import type { Acquaintance } from '#platform/crypto/key-pin.ts';

/** How I stand to the key of each holder; checked in this browser, by my own signatures. Empty until it is known. */
export function useAcquaintances(holders: Holder[]): Map<string, Acquaintance['state']> {
  const { firm, fingerprint } = useViewer();
  const found = useQuery({
    queryKey: ['vault', 'acquaintances', fingerprint, holders.map((one) => [one.person, one.fingerprint, one.pin])],
    queryFn: async () => {
      const { acquaintanceWith } = await import('#platform/crypto/key-pin.ts');
      const by = { firm, mine: fingerprint ?? '' };
      return new Map(holders.map((holder) => [holder.person as string, acquaintanceWith(holder, by).state]));
    },
  });
  return found.data ?? new Map();
}
