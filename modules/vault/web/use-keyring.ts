import { useLock } from '#kit/lock.ts';
import type { Keyring } from '#platform/crypto/keyring.ts';
import { openKeyring } from './open-keyring.ts';

/**
 * The viewer's private keys, for a page that opens secrets: `const keyring = await open()` asks for the vault password when the
 * vault is locked, and gives null when the person closes the dialog. `isOpen` says whether it would ask. For a signature use
 * `VaultPasswordDialog`, which asks each time.
 */
export function useKeyring(): { open: () => Promise<Keyring | null>; isOpen: boolean } {
  const { state } = useLock();
  return { open: openKeyring, isOpen: state === 'open' };
}
