import { createHash } from 'node:crypto';
import type { Ground } from '#platform/context/context.ts';
import type { DataKey } from '#platform/envelope/data-key.ts';
import type { FirmId } from '#platform/kernel/id.ts';
import { giveBack } from '#platform/kernel/give-back.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { noteFault, type Stored } from './stored-files.ts';

/**
 * The content of a kept file as it is decrypted, compared with its hash at the end. What is missing comes from the second copy; what
 * is damaged breaks off with `document.damaged`. Either is noted and mended.
 */
export async function readContent(
  ground: Ground,
  firm: FirmId,
  { id, key, sha256 }: Stored & { sha256: string },
): Promise<AsyncIterable<Buffer>> {
  const { files } = ground;
  try {
    return watched(await files.read(key, id), sha256, () => noteFault(ground, firm, id, 'damaged'));
  } catch (error) {
    if (!isMissing(error)) throw error;
    await noteFault(ground, firm, id, 'missing');
    if (!files.second) throw new Refusal('document.missing', {}, 'unavailable');
    return watched(await files.second.read(key, id), sha256, async () => {});
  }
}

/** How a copy of a kept file is: whole, or with what fault. */
export async function tryContent(
  read: (key: DataKey, id: string) => Promise<AsyncIterable<Buffer>>,
  { id, key, sha256 }: Stored & { sha256: string },
): Promise<'whole' | 'missing' | 'damaged'> {
  try {
    for await (const piece of watched(await read(key, id), sha256, async () => {})) giveBack(piece);
    return 'whole';
  } catch (error) {
    if (isMissing(error)) return 'missing';
    if (error instanceof Refusal && error.code === 'document.damaged') return 'damaged';
    throw error;
  }
}

async function* watched(
  content: AsyncIterable<Buffer>,
  sha256: string,
  damaged: () => Promise<void>,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  try {
    for await (const piece of content) {
      hash.update(piece);
      yield piece;
    }
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'envelope.file-damaged') throw error;
    await damaged();
    throw new Refusal('document.damaged', {}, 'unavailable');
  }
  if (hash.digest('hex') === sha256) return;
  await damaged();
  throw new Refusal('document.damaged', {}, 'unavailable');
}

function isMissing(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'file.missing';
}
