import type { Viewer } from '#kit/viewer.ts';
import type { SignOff } from '../closing.contract.ts';
import type { SignOffFacts } from '../closing.policy.ts';

/** What the policies ask, as the page knows it. */
export function factsOf(signOff: SignOff, { person }: Viewer): SignOffFacts {
  return {
    batch: signOff.batch,
    state: signOff.state,
    mine: signOff.signatures.find((one) => one.person === person)?.side ?? null,
    next: signOff.next,
    sees: signOff.sees,
    green: signOff.sees && signOff.gates.every(({ ok, force }) => ok || force === 'warn'),
    current: signOff.inventory?.current ?? false,
  };
}

/** Whether the clients have changed hands. */
export function isSigned({ state }: SignOff): boolean {
  return state === 'signed' || state === 'sealing' || state === 'sealed';
}

/** The name of who stands on a side; empty when the side does not sign. */
export function nameOf({ signatures }: SignOff, side: string): string {
  return signatures.find((one) => one.side === side)?.name ?? '';
}
