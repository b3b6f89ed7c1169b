import { and, asc, eq, isNull } from 'drizzle-orm';
import * as people from '#modules/people/people.ts';
import { person, personKey } from '#modules/people/people.table.ts';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import { canonicalJson } from '#platform/crypto/canonical-json.ts';
import { type SignedStatement, type Statement, verifyStatement } from '#platform/crypto/statement.ts';
import { type Id, type PersonId, newId } from '#platform/kernel/id.ts';
import type { Side } from './letter-terms.ts';
import { signature } from './signing.table.ts';

/** A signature to keep. */
export interface NewSignature<S extends Statement> {
  /** What for: `baton/letter/v1`, `baton/sign-off/v1`, … */
  purpose: S['purpose'];
  /** The id of the letter, batch or request that it is about. */
  subject: string;
  /** Which side signs, in a sign-off; a subject has at most one standing signature of each side. */
  side?: Side;
  signed: SignedStatement<S>;
  /** The person who signed the paper, when the actor accepts a scan of it: then the actor's key signs the acceptance. */
  inInk?: { person: PersonId; document: Id<'document'> };
}

/** A signature as it was given, ready for an archive. */
export interface KeptSignature {
  id: Id<'signature'>;
  person: PersonId;
  name: string;
  side: Side | null;
  manner: 'electronic' | 'wet-ink';
  /** The scan of the paper. */
  document: Id<'document'> | null;
  signedAt: Date;
  signed: SignedStatement;
}

/**
 * Keeps the actor's signature when it was given for this purpose with the actor's present key; what the statement says is the
 * caller's to compare. Refused as `verifyStatement` does, and with `people.no-keys`.
 */
export async function recordSignature<S extends Statement>(
  inside: Inside,
  given: NewSignature<S>,
): Promise<KeptSignature> {
  const { purpose, subject, side = null, signed, inInk } = given;
  const signer = personOf(inside.actor)!;
  const key = await people.presentKey(inside, signer);
  const statement = verifyStatement(signed, { purpose, fingerprint: key.fingerprint });
  const id = newId<'signature'>();
  const whose = inInk?.person ?? signer;
  const { name } = await people.findPerson(inside, whose);
  const manner = inInk ? ('wet-ink' as const) : ('electronic' as const);
  await inside.db.insert(signature).values({
    firmId: inside.firm,
    id,
    personId: whose,
    personKeyId: key.id,
    purpose,
    subjectId: subject,
    side,
    manner,
    statement: canonicalJson(statement),
    signature: signed.signature,
    documentId: inInk?.document ?? null,
    signedAt: inside.now,
  });
  return { id, person: whose, name, side, manner, document: inInk?.document ?? null, signedAt: inside.now, signed };
}

/** The standing signatures over a subject, in the order in which they were given. */
export async function signaturesOf(inside: Inside, subject: string): Promise<KeptSignature[]> {
  const rows = await inside.db
    .select({
      id: signature.id,
      person: signature.personId,
      name: person.name,
      side: signature.side,
      manner: signature.manner,
      document: signature.documentId,
      signedAt: signature.signedAt,
      statement: signature.statement,
      signature: signature.signature,
      publicKey: personKey.signingKey,
      fingerprint: personKey.fingerprint,
    })
    .from(signature)
    .innerJoin(person, and(eq(person.firmId, signature.firmId), eq(person.id, signature.personId)))
    .innerJoin(personKey, and(eq(personKey.firmId, signature.firmId), eq(personKey.id, signature.personKeyId)))
    .where(and(eq(signature.firmId, inside.firm), eq(signature.subjectId, subject), isNull(signature.voidedAt)))
    .orderBy(asc(signature.signedAt), asc(signature.id));
  return rows.map(({ statement, signature: given, publicKey, fingerprint, ...row }) => ({
    ...row,
    signed: { statement: JSON.parse(statement) as Statement, signature: given, publicKey, fingerprint },
  }));
}

/** Voids every standing signature over a subject, because what was signed has changed or was refused; gives how many. */
export async function voidSignatures(inside: Inside, subject: string, why: string): Promise<number> {
  const { rowCount } = await inside.db
    .update(signature)
    .set({ voidedAt: inside.now, voidedFor: why })
    .where(and(eq(signature.firmId, inside.firm), eq(signature.subjectId, subject), isNull(signature.voidedAt)));
  return rowCount ?? 0;
}
