import { join } from 'node:path';
import * as journal from '#modules/journal/journal.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import { keepEscrow as keepFile, readEscrow as readFile } from '#platform/envelope/master-key-escrow.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { firm } from './people.table.ts';
import type { Escrow } from './people.contract.ts';
import { canAppoint } from './people.policy.ts';

/**
 * Sees to it that the master key stands escrowed: as an age file to the firm's recovery recipient, in the data folder and in no
 * backup. Made when the recovery key is recorded, and anew after a version was added; a firm without recovery key has none.
 *
 * @returns whether the escrow was made anew.
 */
export function keepEscrow(context: Context): Promise<boolean> {
  return transact(context, async (inside) => {
    const [ours] = await inside.db.select({ recipient: firm.recoveryRecipient }).from(firm);
    return ours?.recipient ? escrowTo(inside, ours.recipient) : false;
  });
}

/** The same inside of a transaction, to this recipient. */
export async function escrowTo(inside: Inside, recipient: string): Promise<boolean> {
  const { label, anew } = await keepFile(pathOf(inside), inside.ground.keys, recipient, inside.now);
  if (!anew) return false;
  const { versions } = label;
  await journal.record(inside, {
    verb: 'people.master-key-escrowed',
    subject: inside.firm,
    facts: { versions, recipient },
  });
  return true;
}

/** The escrow, to be kept on paper or another medium apart from the backups; opened by two of the three shares. Journalled. */
export function readEscrow(context: Context): Promise<Escrow> {
  return transact(context, async (inside) => {
    allow(canAppoint(inside.actor));
    const found = await readFile(pathOf(inside));
    if (!found) throw new Refusal('people.no-escrow', {}, 'conflict');
    const { ageFile, label } = found;
    const [recipient, versions] = [label.recipient, [...label.versions]];
    await journal.record(inside, { verb: 'people.escrow-read', subject: inside.firm, facts: { versions } });
    return { ageFile, recipient, versions, madeAt: new Date(label.madeAt) };
  });
}

/** When the escrow was made, and whether it is of every version of the master key and for the firm's recovery key; null: none. */
export async function findEscrow(inside: Inside): Promise<{ madeAt: Date; isPresent: boolean } | null> {
  const [ours] = await inside.db.select({ recipient: firm.recoveryRecipient }).from(firm);
  const found = await readFile(pathOf(inside));
  if (!found) return null;
  const { recipient, versions, madeAt } = found.label;
  const present = inside.ground.keys.versions.map(({ id }) => id);
  return { madeAt: new Date(madeAt), isPresent: recipient === ours?.recipient && versions.join() === present.join() };
}

function pathOf({ ground, firm: id }: Inside): string {
  return join(ground.escrowFolder, `${id}.age`);
}
