import { and, eq } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import { type DataKey, unwrapDataKey } from '#platform/envelope/data-key.ts';
import type { Id } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { registerImport } from '../client.table.ts';
import { type OpenRegister, withRegister } from './register-desk.ts';

export type ImportId = Id<'register-import'>;
export type StoredImport = typeof registerImport.$inferSelect;

/** The import; refuses with `import.not-found`. `lock` keeps others from changing it until the transaction ends. */
export async function findImport(
  inside: Inside,
  id: ImportId,
  options: { lock?: boolean } = {},
): Promise<StoredImport> {
  const query = inside.db
    .select()
    .from(registerImport)
    .where(and(eq(registerImport.firmId, inside.firm), eq(registerImport.id, id)));
  const [found] = await (options.lock ? query.for('update') : query);
  if (!found) throw notFound('import', { import: id });
  return found;
}

/** Refuses with `client.import-state` unless the import stands in that state. */
export function mustBe({ id, state }: StoredImport, wanted: StoredImport['state']): void {
  if (state !== wanted) throw new Refusal('client.import-state', { import: id, state, wanted }, 'conflict');
}

/** The key that seals the import's file and figures; refuses with `client.import-discarded` when it was destroyed. */
export function keyOfImport(inside: Inside, { id, dataKey }: StoredImport): DataKey {
  if (!dataKey) throw new Refusal('client.import-discarded', { import: id }, 'conflict');
  return unwrapDataKey(inside.ground.keys, { firm: inside.firm, client: id }, dataKey);
}

/** Does something with the imported file, read as the import's options say; refuses as `openTable` does. */
export function withImported<T>(
  inside: Inside,
  stored: StoredImport,
  deed: (register: OpenRegister) => Promise<T>,
): Promise<T> {
  const key = keyOfImport(inside, stored);
  const bytes = async () => {
    const pieces: Buffer[] = [];
    for await (const piece of await inside.ground.files.read(key, stored.fileKey)) pieces.push(piece);
    return Buffer.concat(pieces);
  };
  const options = { ...stored.reading.options, name: stored.fileName };
  return withRegister({ import: stored.id, options, bytes }, deed);
}

/** The register in the file, read by the import's mapping; refuses as `readRegister` does. */
export function readImported(inside: Inside, stored: StoredImport, register: OpenRegister) {
  return register.read(stored.reading.mapping, localDateOf(inside.now));
}
