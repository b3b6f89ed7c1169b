import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import type { ClientId, Id, PersonId } from '#platform/kernel/id.ts';
import { clientLock, keyWrap, secret } from './vault.table.ts';

/** What is sealed of a client, as ciphertext: nobody opens it without one of the keys that `wraps` were made to. */
export interface SealedVault {
  /** The lock in force; null while nothing was ever sealed. */
  lock: { version: number; recipient: string; madeBy: PersonId; madeAt: Date } | null;
  /** The identity that opens, as an age file to each holder; `person` null is the firm's recovery key. */
  wraps: { person: PersonId | null; wrapped: string }[];
  secrets: {
    id: Id<'secret'>;
    title: string;
    record: Id<'client-record'> | null;
    version: number;
    /** age ciphertext. */
    ciphertext: string;
    /** SHA-256 of the token inside, hex. */
    tokenHash: string;
    sealedBy: PersonId;
    sealedAt: Date;
  }[];
}

/** The sealed secrets of a client that are in force, by their ids, for whoever archives the client. */
export async function sealedVaultOf(inside: Inside, client: ClientId): Promise<SealedVault> {
  const [lock] = await inside.db
    .select()
    .from(clientLock)
    .where(
      and(
        eq(clientLock.firmId, inside.firm),
        eq(clientLock.clientId, client),
        isNotNull(clientLock.presentAt),
        isNull(clientLock.retiredAt),
      ),
    );
  if (!lock) return { lock: null, wraps: [], secrets: [] };
  const { version, recipient, madeBy, madeAt } = lock;
  const wraps = await inside.db
    .select({ person: keyWrap.personId, wrapped: keyWrap.wrapped })
    .from(keyWrap)
    .where(
      and(
        eq(keyWrap.firmId, inside.firm),
        eq(keyWrap.clientId, client),
        eq(keyWrap.version, version),
        isNull(keyWrap.endedAt),
      ),
    )
    .orderBy(asc(keyWrap.personId));
  const secrets = await inside.db
    .select()
    .from(secret)
    .where(and(eq(secret.firmId, inside.firm), eq(secret.clientId, client), isNull(secret.endedAt)))
    .orderBy(asc(secret.id));
  return {
    lock: { version, recipient, madeBy, madeAt },
    wraps,
    secrets: secrets.map((row) => ({
      id: row.id,
      title: row.title,
      record: row.recordId,
      version: row.version,
      ciphertext: row.ciphertext,
      tokenHash: row.tokenHash.toString('hex'),
      sealedBy: row.sealedBy,
      sealedAt: row.sealedAt,
    })),
  };
}
