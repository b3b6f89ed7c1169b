import { eq } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import { formatVerifierKey, noteVerifier, parseVerifierKey, signNote } from '#platform/crypto/signed-note.ts';
import { createLogKey, openLogKey } from '#platform/envelope/log-key.ts';
import { journalKey } from './journal.table.ts';

/** Opens a firm's log: makes the key that signs its checkpoints. Once, when the firm is founded. */
export async function openLog(inside: Inside): Promise<void> {
  const { keys, sealed } = createLogKey(inside.ground.keys, inside.firm);
  const verifierKey = formatVerifierKey(noteVerifier(originOf(inside.firm), keys.signingKey));
  await inside.db.insert(journalKey).values({ firmId: inside.firm, verifierKey, sealedKey: sealed });
}

/** The name of a firm's log in its checkpoints; after a restore it goes on under a name of its own, with the time in it. */
export function originOf(firm: string, restored?: string): string {
  return restored === undefined ? `baton/journal/${firm}` : `baton/journal/${firm}/${restored}`;
}

/** The firm's verifier key: what an auditor is given to check checkpoints with. */
export async function verifierKey(inside: Inside): Promise<string> {
  const [key] = await inside.db
    .select({ verifierKey: journalKey.verifierKey })
    .from(journalKey)
    .where(eq(journalKey.firmId, inside.firm));
  return key!.verifierKey;
}

/** The firm's signature over a text that is none of the log, such as the statement over a package; a C2SP signed note. */
export async function signForFirm(inside: Inside, text: string): Promise<string> {
  const [key] = await inside.db.select().from(journalKey).where(eq(journalKey.firmId, inside.firm));
  const { signingSecret } = openLogKey(inside.ground.keys, inside.firm, key!.sealedKey);
  return signNote(text, { name: parseVerifierKey(key!.verifierKey)!.name, signingSecret });
}
