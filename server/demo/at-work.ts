import type { RouterClient } from '@orpc/server';
import type { Keyring } from '#platform/crypto/keyring.ts';
import type { FirmId, PersonId } from '#platform/kernel/id.ts';
import type { router } from '../router.ts';

/** A person at work: the API as theirs, and their unlocked keys. */
export interface AtWork {
  person: PersonId;
  firm: FirmId;
  name: string;
  api: RouterClient<typeof router>;
  keyring: Keyring;
}
