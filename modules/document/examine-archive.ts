import { promisify } from 'node:util';
import { constants, createInflateRaw, inflateRaw } from 'node:zlib';
import { Refusal } from '#platform/kernel/refusal.ts';
import { headLength, isRunByName, mediaTypeOf } from './media-type.ts';

/** A content that lies there whole and can be read at any place. */
export interface WholeContent {
  /** In bytes. */
  size: number;
  /** From `from` to before `to`. */
  read(from: number, to: number): Promise<Buffer>;
  content(): AsyncIterable<Buffer>;
}

interface Part {
  name: string;
  method: number;
  packed: number;
  unpacked: number;
  /** Where its own header is. */
  at: number;
}

/** Papers shrink to a tenth; nothing but a bomb to a hundredth. What unpacks to less than `alwaysUnpacked` hurts nobody. */
const mostRatio = 100;
const alwaysUnpacked = 128 * 1024 * 1024;
const mostParts = 200_000;
const largestDirectory = 64 * 1024 * 1024;

/**
 * Looks at every part of a ZIP: what it is called, whether it is what it says, and that it unpacks to no more than it says. Gives the
 * media type that its parts make it.
 *
 * Refuses with `document.bursts` what unpacks to more than a hundred times its size, or to more than it says, or counts bytes twice;
 * with `document.archive-runs` what holds a program, a script or a page, by name or by content; with `document.archive-nested` an
 * archive within an archive; with `document.macros`; with `document.archive-closed` when
 * a part is encrypted or packed in a way that cannot be looked into; with `document.archive-damaged` when it is no whole ZIP.
 */
export async function examineArchive(file: WholeContent, mediaType: string): Promise<string> {
  const parts = await readDirectory(file);
  const type = typeOf(
    parts.map(({ name }) => name),
    mediaType,
  );
  if (parts.some(({ name }) => /vbaProject\.bin$|^Basic\/|^Scripts\//i.test(name)))
    throw new Refusal('document.macros');
  if (type === 'application/zip' && parts.some(({ name }) => isRunByName(name)))
    throw new Refusal('document.archive-runs');
  const packed = sum(parts.map((part) => part.packed));
  const unpacked = sum(parts.map((part) => part.unpacked));
  if (packed > file.size || (unpacked > alwaysUnpacked && unpacked > mostRatio * file.size)) throw burst();
  for (const part of parts) {
    const head = await tryUnpacking(file, part);
    if (type === 'application/zip') await refusePart(part.name, head);
  }
  return type;
}

const officeNames = /\.(docx|xlsx|pptx|od[tsp]|ofd)$/i;

/** A part is judged by its beginning as if it had come by itself, but that nobody looks through an archive within an archive. */
async function refusePart(name: string, head: Buffer): Promise<void> {
  if (head.length === 0) return;
  const type = await mediaTypeOf(head, name).catch((error: unknown) => {
    const code = error instanceof Refusal ? error.code : null;
    if (code === 'document.runs') throw new Refusal('document.archive-runs');
    if (code === 'document.archive-closed') throw new Refusal('document.archive-nested');
    if (code !== 'document.type-unknown') throw error;
  });
  if (type === 'application/zip' && !officeNames.test(name)) throw new Refusal('document.archive-nested');
}

function typeOf(names: string[], mediaType: string): string {
  const has = (beginning: string) => names.some((name) => name.startsWith(beginning));
  if (has('OFD.xml')) return 'application/ofd';
  if (!has('[Content_Types].xml')) return mediaType.includes('opendocument') ? mediaType : 'application/zip';
  const office = 'application/vnd.openxmlformats-officedocument';
  if (has('word/')) return `${office}.wordprocessingml.document`;
  if (has('xl/')) return `${office}.spreadsheetml.sheet`;
  return has('ppt/') ? `${office}.presentationml.presentation` : 'application/zip';
}

const endSize = 22;
const longestComment = 0xffff;

async function readDirectory(file: WholeContent): Promise<Part[]> {
  const from = Math.max(0, file.size - endSize - longestComment);
  const tail = await file.read(from, file.size);
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + endSize > tail.length) throw damaged();
  let count = tail.readUInt16LE(end + 10);
  let length = tail.readUInt32LE(end + 12);
  let at = tail.readUInt32LE(end + 16);
  if (count === 0xffff || length === 0xffffffff || at === 0xffffffff) {
    const wide = await readWideEnd(file, tail, end);
    count = wide.count;
    length = wide.length;
    at = wide.at;
  }
  if (count > mostParts || length > largestDirectory) throw burst();
  if (at + length > file.size) throw damaged();
  return partsIn(await file.read(at, at + length), count);
}

async function readWideEnd(file: WholeContent, tail: Buffer, end: number) {
  const locator = end - 20;
  if (locator < 0 || tail.readUInt32LE(locator) !== 0x07064b50) throw damaged();
  const at = Number(tail.readBigUInt64LE(locator + 8));
  const record = at + 56 <= file.size ? await file.read(at, at + 56) : Buffer.alloc(0);
  if (record.length < 56 || record.readUInt32LE(0) !== 0x06064b50) throw damaged();
  return {
    count: Number(record.readBigUInt64LE(32)),
    length: Number(record.readBigUInt64LE(40)),
    at: Number(record.readBigUInt64LE(48)),
  };
}

function partsIn(directory: Buffer, count: number): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50) throw damaged();
    if (directory.readUInt16LE(at + 8) & 1) throw new Refusal('document.archive-closed');
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
    const next = extraEnd + directory.readUInt16LE(at + 32);
    if (next > directory.length) throw damaged();
    const part = {
      name: directory.toString('utf8', at + 46, nameEnd).replaceAll('\\', '/'),
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      unpacked: directory.readUInt32LE(at + 24),
      at: directory.readUInt32LE(at + 42),
    };
    widen(part, directory.subarray(nameEnd, extraEnd));
    parts.push(part);
    at = next;
  }
  return parts;
}

/** Takes the sizes and the place that did not fit into 32 bits from the ZIP64 field. */
function widen(part: Part, extra: Buffer): void {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let field = at + 4;
    for (const key of ['unpacked', 'packed', 'at'] as const) {
      if (part[key] !== 0xffffffff || field + 8 > extra.length) continue;
      part[key] = Number(extra.readBigUInt64LE(field));
      field += 8;
    }
  }
}

const inMemory = 1024 * 1024;
const unpackAtOnce = promisify(inflateRaw);

/** Unpacks a part until it has given more than it said; keeps and gives no more than its beginning. */
async function tryUnpacking(file: WholeContent, part: Part): Promise<Buffer> {
  if (part.packed === 0 && part.unpacked === 0) return Buffer.alloc(0);
  const header = await file.read(part.at, part.at + 30);
  if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50) throw damaged();
  const from = part.at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (from + part.packed > file.size) throw damaged();
  if (part.method === 0) {
    if (part.packed !== part.unpacked) throw damaged();
    return file.read(from, from + Math.min(part.packed, headLength));
  }
  if (part.method !== 8) throw new Refusal('document.archive-closed');
  try {
    const small = part.packed <= inMemory && part.unpacked <= 16 * inMemory;
    return await (small ? unpackSmall(file, from, part) : unpackLarge(file, from, part));
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    if (code === 'ERR_BUFFER_TOO_LARGE') throw burst();
    throw code.startsWith('Z_') ? damaged() : error;
  }
}

async function unpackSmall(file: WholeContent, from: number, { packed, unpacked }: Part): Promise<Buffer> {
  const whole = await unpackAtOnce(await file.read(from, from + packed), { maxOutputLength: Math.max(1, unpacked) });
  return whole.subarray(0, headLength);
}

async function unpackLarge(file: WholeContent, from: number, { packed, unpacked }: Part): Promise<Buffer> {
  const unpacking = createInflateRaw({ chunkSize: 256 * 1024, finishFlush: constants.Z_SYNC_FLUSH });
  const fed = (async () => {
    for (let at = from; at < from + packed; at += inMemory) {
      const piece = await file.read(at, Math.min(at + inMemory, from + packed));
      if (!unpacking.write(piece))
        await new Promise((resolve) => unpacking.once('drain', resolve).once('close', resolve));
      if (unpacking.destroyed) return;
    }
    unpacking.end();
  })();
  let seen = 0;
  let head = Buffer.alloc(0);
  for await (const piece of unpacking) {
    if (head.length < headLength) head = Buffer.concat([head, piece as Buffer]).subarray(0, headLength);
    seen += (piece as Buffer).length;
    if (seen > unpacked) throw burst();
  }
  await fed;
  return head;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function burst(): Refusal {
  return new Refusal('document.bursts');
}

function damaged(): Refusal {
  return new Refusal('document.archive-damaged');
}
