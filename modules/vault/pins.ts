import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import { acquaintanceWith } from '#platform/crypto/key-pin.ts';
import { verifyStatement } from '#platform/crypto/statement.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { holdersOf } from './locks.ts';
import type { PinKeys } from './vault.contract.ts';
import { keyPin } from './vault.table.ts';

/**
 * Keeps what I signed about the keys of colleagues. A key that is pinned already is left as it is. Refused with `vault.pin-differs`
 * when the colleague's present key is another, and with `vault.key-changed` when I had pinned another key, which did not sign for
 * this one, and have not compared them.
 */
export function pinKeys(context: Context, input: PinKeys): Promise<{ pinned: number }> {
  return transact(context, async (inside) => {
    const personId = personOf(inside.actor)!;
    const { fingerprint: mine } = await people.presentKey(inside, personId);
    const by = { firm: inside.firm, mine };
    const colleagues = await holdersOf(
      inside,
      input.pins.map(({ signed }) => signed.statement.colleague),
    );
    const pins = input.pins.flatMap(({ signed, compared }) => {
      const statement = verifyStatement(signed, { purpose: 'baton/key-pin/v1', fingerprint: mine });
      const { colleague, fingerprint } = statement;
      const known = colleagues.find(({ person }) => person === colleague);
      if (!known || known.fingerprint !== fingerprint || statement.firm !== inside.firm || colleague === personId)
        throw new Refusal('vault.pin-differs', { person: colleague }, 'conflict');
      const acquaintance = acquaintanceWith(known, by);
      if (acquaintance.state === 'pinned') return [];
      if (acquaintance.state === 'changed' && !compared) {
        const facts = { person: colleague, name: known.name, pinned: acquaintance.pinned, fingerprint };
        throw new Refusal('vault.key-changed', facts, 'conflict');
      }
      const manner = { new: 'first', rotated: 'rotation', changed: 'compared' }[acquaintance.state];
      const former = acquaintance.state === 'new' ? null : acquaintance.pinned;
      return [{ colleague, fingerprint, signed, manner, former }];
    });
    if (pins.length === 0) return { pinned: 0 };
    await inside.db.insert(keyPin).values(
      pins.map(({ colleague, fingerprint, signed }) => ({
        firmId: inside.firm,
        personId,
        colleagueId: colleague,
        fingerprint,
        signed,
        pinnedAt: inside.now,
      })),
    );
    await journal.record(
      inside,
      pins.map(({ colleague, fingerprint, manner, former }) => ({
        verb: 'vault.key-pinned',
        subject: colleague,
        facts: { fingerprint, manner, former },
      })),
    );
    return { pinned: pins.length };
  });
}

/** Refuses a wrap to a colleague whose present key the wrapping person has not pinned. */
export async function refuseUnpinned(inside: Inside, holders: PersonId[]): Promise<void> {
  const me = personOf(inside.actor)!;
  const colleagues = holders.filter((person) => person !== me);
  if (colleagues.length === 0) return;
  const { fingerprint: mine } = await people.presentKey(inside, me);
  for (const holder of await holdersOf(inside, colleagues)) {
    const { state } = acquaintanceWith(holder, { firm: inside.firm, mine });
    if (state !== 'pinned')
      throw new Refusal('vault.key-not-pinned', { person: holder.person, name: holder.name }, 'conflict');
  }
}
