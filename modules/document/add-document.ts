import { type Context, read } from '#platform/context/context.ts';
import type { Bytes } from '#platform/envelope/chunked-file.ts';
import { createFileKey } from '#platform/envelope/file-key.ts';
import type { GrowingFile } from '#platform/files/incoming.ts';
import { newId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { type Document, type DocumentPlace, largestInOneGo, partSize } from './document.contract.ts';
import { keepDocument, mayAdd } from './keep-document.ts';
import { headLength, mediaTypeOf } from './media-type.ts';

const mebibyte = 1024 * 1024;

/**
 * Takes in a file of at most `largestInOneGo` bytes as it streams: sealed from its first byte, looked into, and only then on record.
 *
 * Refused with `document.too-large`, and as `keepDocument` does; then nothing of it is kept.
 */
export async function addDocument(
  context: Context,
  input: DocumentPlace & { name: string; folder?: string },
  content: Bytes,
): Promise<Document> {
  const id = newId<'document'>();
  const { incoming } = context.ground.files;
  const key = createFileKey(id);
  await read(context, (inside) => mayAdd(inside, input));
  try {
    const file = await incoming.at(key, null);
    await takeIn(file, content, input.name);
    const { name, folder = '', ...place } = input;
    return await keepDocument(context, { id, place, name, folder, key }, file);
  } catch (error) {
    // Anything else than a refusal may have come after the commit.
    if (error instanceof Refusal) await context.ground.files.remove(id);
    throw error;
  } finally {
    await incoming.remove(id);
  }
}

async function takeIn(file: GrowingFile, content: Bytes, name: string): Promise<void> {
  let part: Buffer | null = null;
  for await (const next of partsOf(content)) {
    if (part === null) await mediaTypeOf(next.subarray(0, headLength), name);
    else await file.append(file.size, part, false);
    part = next;
  }
  if (part === null) throw new Refusal('document.empty');
  await file.append(file.size, part, true);
}

async function* partsOf(content: Bytes): AsyncGenerator<Buffer> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  let size = 0;
  for await (let piece of content) {
    size += piece.length;
    if (size > largestInOneGo) throw new Refusal('document.too-large', { mebibytes: largestInOneGo / mebibyte });
    while (piece.length > 0) {
      const fitting = piece.subarray(0, partSize - length);
      pieces.push(fitting);
      length += fitting.length;
      piece = piece.subarray(fitting.length);
      if (length < partSize) continue;
      yield Buffer.concat(pieces);
      pieces = [];
      length = 0;
    }
  }
  if (length > 0) yield Buffer.concat(pieces);
}
