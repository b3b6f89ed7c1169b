import { and, eq } from 'drizzle-orm';
import * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import * as task from '#modules/task/task.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { beginAccess, extendAccess, isExtension } from './begin-access.ts';
import { findLetter, hasAgreed } from './letters.ts';
import { recordSignature } from './signatures.ts';
import type { Letter, LetterStatement, SignLetter } from './signing.contract.ts';
import { canDeclineLetter, canSignLetter } from './signing.policy.ts';
import { letter } from './signing.table.ts';

/**
 * The actor's signature under a letter. The last pledge of a handover begins the access of its receiver and supervisor, in the
 * same transaction; a pledge that was given anew with a later end extends the access of its signer.
 *
 * Refused with `signing.statement-differs` and the member when what was signed is not this letter as it stands, with
 * `signing.handover-over` when its handover is closed or cancelled, and as the policies and `verifyStatement` do.
 */
export function signLetter(context: Context, input: SignLetter): Promise<Letter> {
  return transact(context, async (inside) => {
    const found = await lockLetter(inside, input.letter);
    const facts = { ...found, person: found.person.id };
    allow(canSignLetter(inside.actor, facts, await hasAgreed(inside, personOf(inside.actor)!)));
    await refuseOver(inside, found);
    const { statement } = input.signed;
    await refuseOther(inside, found, statement);
    const { id, signed } = await recordSignature(inside, {
      purpose: 'baton/letter/v1',
      subject: found.id,
      signed: input.signed,
    });
    await inside.db
      .update(letter)
      .set({ signatureId: id })
      .where(and(eq(letter.firmId, inside.firm), eq(letter.id, found.id)));
    await task.done(inside, { kind: 'signing.sign-letter', subject: found.id });
    await journal.record(inside, {
      verb: 'signing.letter-signed',
      handover: found.handover ?? undefined,
      subject: found.id,
      facts: { kind: found.kind, textHash: statement.textHash, key: signed.fingerprint },
    });
    if (await isExtension(inside, found)) await extendAccess(inside, found);
    else if (found.handover) await beginAccess(inside, found.handover, found.person.id);
    return findLetter(inside, found.id);
  });
}

/** The actor will not sign; whoever started the handover is told why and settles it. */
export function declineLetter(context: Context, input: { letter: Id<'letter'>; reason: string }): Promise<Letter> {
  return transact(context, async (inside) => {
    const found = await lockLetter(inside, input.letter);
    allow(canDeclineLetter(inside.actor, { ...found, person: found.person.id }));
    await inside.db
      .update(letter)
      .set({ declinedAt: inside.now, declinedFor: input.reason })
      .where(and(eq(letter.firmId, inside.firm), eq(letter.id, found.id)));
    await task.done(inside, { kind: 'signing.sign-letter', subject: found.id });
    await journal.record(inside, {
      verb: 'signing.letter-declined',
      handover: found.handover ?? undefined,
      subject: found.id,
      facts: { kind: found.kind, reason: input.reason },
    });
    if (found.handover) {
      const { createdBy, number } = await handover.findHandover(inside, found.handover);
      await task.open(inside, {
        kind: 'signing.settle-refusal',
        assignee: createdBy,
        subject: found.id,
        handover: found.handover,
        facts: { number, letter: found.kind },
        dueOn: localDateOf(inside.now),
      });
    }
    return findLetter(inside, found.id);
  });
}

/** The letter, locked until the end: of two who sign the last two pledges at once, the later one sees the other. */
async function lockLetter(inside: Inside, id: Id<'letter'>): Promise<Letter> {
  const { handover: of } = await findLetter(inside, id);
  const whole = of ? eq(letter.handoverId, of) : eq(letter.id, id);
  await inside.db
    .select({ id: letter.id })
    .from(letter)
    .where(and(eq(letter.firmId, inside.firm), whole))
    .orderBy(letter.id)
    .for('update');
  return findLetter(inside, id);
}

async function refuseOver(inside: Inside, found: Letter): Promise<void> {
  if (!found.handover) return;
  const { state, number } = await handover.findHandover(inside, found.handover);
  if (state === 'running') return;
  throw new Refusal('signing.handover-over', { handover: found.handover, number, state }, 'conflict');
}

async function refuseOther(inside: Inside, found: Letter, statement: LetterStatement): Promise<void> {
  const [row] = await inside.db
    .select({ textHash: letter.textHash, createdAt: letter.createdAt })
    .from(letter)
    .where(and(eq(letter.firmId, inside.firm), eq(letter.id, found.id)));
  const expected = {
    purpose: 'baton/letter/v1',
    firm: inside.firm,
    letter: found.id,
    kind: found.kind,
    textHash: row!.textHash,
    person: found.person.id,
    handover: found.handover,
  } as const;
  const members = Object.keys(expected) as (keyof typeof expected)[];
  const at = new Date(statement.at);
  const differing =
    members.find((member) => statement[member] !== expected[member]) ??
    (at < row!.createdAt || at > inside.now ? 'at' : undefined);
  if (differing) throw new Refusal('signing.statement-differs', { letter: found.id, member: differing });
}
