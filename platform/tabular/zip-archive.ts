import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import { Refusal } from '#platform/kernel/refusal.ts';

interface Entry {
  method: number;
  crc: number;
  packed: number;
  unpacked: number;
  at: number;
}

/** The parts of a ZIP file by name; a part is unpacked when it is asked for, never beyond its declared size. */
export interface ZipArchive {
  names: string[];
  has(name: string): boolean;
  /** Refuses `tabular.damaged` {part} when the part is not there or not whole, `tabular.bomb` when it unpacks to more than declared. */
  read(name: string): Uint8Array;
  /** The part piece by piece; refuses as `read` does, what came before then being worth nothing. */
  stream(name: string): AsyncIterable<Uint8Array>;
}

/**
 * Opens a ZIP by its central directory. Refuses `tabular.truncated` when the directory is missing, `tabular.bomb`
 * {fileBytes, unpackedBytes, most} when the declared sizes together exceed `mostBytes`, `tabular.password` when a part is
 * encrypted, `tabular.damaged` when the directory is not whole.
 */
export function openZip(bytes: Uint8Array, mostBytes: number): ZipArchive {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  const entries = readDirectory(bytes, view, end);
  const unpackedBytes = [...entries.values()].reduce((sum, entry) => sum + entry.unpacked, 0);
  if (unpackedBytes > mostBytes) {
    throw new Refusal('tabular.bomb', { fileBytes: bytes.length, unpackedBytes, most: mostBytes });
  }
  const entryOf = (name: string) => {
    const entry = entries.get(name);
    if (!entry) throw new Refusal('tabular.damaged', { part: name });
    return entry;
  };
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name),
    read: (name) => unpack(bytes, view, entryOf(name), name),
    stream: (name) => unpackPieces(bytes, view, entryOf(name), name),
  };
}

/** The encoding of an XML part by its byte order mark; UTF-8 without one. */
export function xmlEncoding(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}

/** The text of an XML part piece by piece. Refuses `tabular.damaged` {part} where it is not in its encoding. */
export async function* decodedPieces(zip: ZipArchive, part: string): AsyncGenerator<string, void, undefined> {
  let decoder: TextDecoder | undefined;
  for await (const piece of zip.stream(part)) {
    decoder ??= new TextDecoder(xmlEncoding(piece), { fatal: true });
    yield decode(decoder, part, piece);
  }
  if (decoder) yield decode(decoder, part);
}

function decode(decoder: TextDecoder, part: string, piece?: Uint8Array): string {
  try {
    return decoder.decode(piece, { stream: piece !== undefined });
  } catch {
    throw new Refusal('tabular.damaged', { part });
  }
}

const endSignature = 0x06054b50;
const endSize = 22;
const longestComment = 0xffff;

function endOfDirectory(view: DataView): { count: number; at: number } {
  const lowest = Math.max(0, view.byteLength - endSize - longestComment);
  for (let at = view.byteLength - endSize; at >= lowest; at--) {
    if (view.getUint32(at, true) !== endSignature) continue;
    const count = view.getUint16(at + 10, true);
    const directory = view.getUint32(at + 16, true);
    return count === 0xffff || directory === 0xffffffff ? endOfDirectory64(view, at) : { count, at: directory };
  }
  throw new Refusal('tabular.truncated', { bytes: view.byteLength });
}

function endOfDirectory64(view: DataView, end: number): { count: number; at: number } {
  const locator = end - 20;
  const at =
    locator >= 0 && view.getUint32(locator, true) === 0x07064b50 ? Number(view.getBigUint64(locator + 8, true)) : -1;
  if (at < 0 || at + 56 > view.byteLength || view.getUint32(at, true) !== 0x06064b50)
    throw new Refusal('tabular.damaged', { part: 'directory' });
  return { count: Number(view.getBigUint64(at + 32, true)), at: Number(view.getBigUint64(at + 48, true)) };
}

function readDirectory(
  bytes: Uint8Array,
  view: DataView,
  directory: { count: number; at: number },
): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  let at = directory.at;
  for (let index = 0; index < directory.count; index++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50)
      throw new Refusal('tabular.damaged', { part: 'directory' });
    if (view.getUint16(at + 8, true) & 1) throw new Refusal('tabular.password', {});
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)).replaceAll('\\', '/');
    const entry: Entry = {
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    };
    widen(entry, view, at + 46 + nameLength, Math.min(extraLength, bytes.length - at - 46 - nameLength));
    entries.set(name, entry);
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Replaces the sizes and the place that did not fit into 32 bits by those of the ZIP64 field. */
function widen(entry: Entry, view: DataView, from: number, length: number): void {
  for (let at = from; at + 4 <= from + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    for (const key of ['unpacked', 'packed', 'at'] as const) {
      if (entry[key] !== 0xffffffff || field + 8 > from + length) continue;
      entry[key] = Number(view.getBigUint64(field, true));
      field += 8;
    }
  }
}

function packedBytes(bytes: Uint8Array, view: DataView, entry: Entry, part: string): Uint8Array {
  if (entry.at + 30 > bytes.length || view.getUint32(entry.at, true) !== 0x04034b50)
    throw new Refusal('tabular.damaged', { part });
  const from = entry.at + 30 + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true);
  const packed = bytes.subarray(from, from + entry.packed);
  if (packed.length !== entry.packed || (entry.method !== 0 && entry.method !== 8))
    throw new Refusal('tabular.damaged', { part });
  return packed;
}

function unpack(bytes: Uint8Array, view: DataView, entry: Entry, part: string): Uint8Array {
  const packed = packedBytes(bytes, view, entry, part);
  const content = entry.method === 0 ? packed : inflate(packed, entry.unpacked, part);
  if (content.length !== entry.unpacked || crc32(content) !== entry.crc) throw new Refusal('tabular.damaged', { part });
  return content;
}

const pieceBytes = 1 << 18;

async function* unpackPieces(bytes: Uint8Array, view: DataView, entry: Entry, part: string) {
  const packed = packedBytes(bytes, view, entry, part);
  let unpacked = 0;
  let crc = 0;
  try {
    for await (const piece of entry.method === 0 ? [packed] : inflated(packed)) {
      unpacked += piece.length;
      if (unpacked > entry.unpacked) throw bomb(packed, entry.unpacked);
      crc = crc32(piece, crc);
      yield piece;
    }
  } catch (error) {
    const isPacking = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
    throw isPacking ? new Refusal('tabular.damaged', { part }) : error;
  }
  if (unpacked !== entry.unpacked || crc !== entry.crc) throw new Refusal('tabular.damaged', { part });
}

function inflated(packed: Uint8Array): AsyncIterable<Uint8Array> {
  const inflating = createInflateRaw({ chunkSize: pieceBytes });
  inflating.end(packed);
  return inflating;
}

function bomb(packed: Uint8Array, unpackedBytes: number): Refusal {
  return new Refusal('tabular.bomb', { fileBytes: packed.length, unpackedBytes, most: unpackedBytes });
}

function inflate(packed: Uint8Array, unpackedBytes: number, part: string): Uint8Array {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(unpackedBytes, 1) });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') {
      throw bomb(packed, unpackedBytes);
    }
    throw new Refusal('tabular.damaged', { part });
  }
}
