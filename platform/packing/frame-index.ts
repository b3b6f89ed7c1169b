/**
 * An archive is packed in zstd frames, each of at most 8 MiB before packing, that any `zstd -d` unpacks one after another. Two
 * frames at the end, which zstd skips, say where they lie, so that several threads can unpack at once: our own one marks the
 * frames with which a file begins, and the last is the seek table of zstd's seekable format (contrib/seekable_format).
 */
export const frameSize = 8 * 1024 * 1024;

/** A frame: its bytes as packed and as unpacked. */
export interface Frame {
  packed: number;
  size: number;
}

/** Frames that begin with a file's header and end with a file's end: readable without what is before. */
export interface Segment {
  /** Offset of the first frame in the packed archive. */
  at: number;
  /** Offset of what it holds in the unpacked archive. */
  unpackedAt: number;
  frames: Frame[];
}

const seekMagic = 0x8f92eab1;
const seekTableMagic = 0x184d2a5e;
const segmentsMagic = 0x184d2a50;
const footerLength = 9;
const mark = Buffer.from('baton/segments/v1\n');

/** What goes behind the last frame. */
export function formatIndex(segments: readonly (readonly Frame[])[]): Buffer {
  const starts = Buffer.alloc(4 * segments.length);
  let first = 0;
  for (const [at, frames] of segments.entries()) {
    starts.writeUInt32LE(first, 4 * at);
    first += frames.length;
  }
  const ours = skippable(segmentsMagic, Buffer.concat([mark, starts]));
  const frames = [...segments.flat(), { packed: ours.length, size: 0 }];
  const table = Buffer.alloc(8 * frames.length + footerLength);
  for (const [at, { packed, size }] of frames.entries()) {
    table.writeUInt32LE(packed, 8 * at);
    table.writeUInt32LE(size, 8 * at + 4);
  }
  table.writeUInt32LE(frames.length, 8 * frames.length);
  table.writeUInt32LE(seekMagic, 8 * frames.length + 5);
  return Buffer.concat([ours, skippable(seekTableMagic, table)]);
}

/**
 * The segments of a packed archive of `size` bytes, which `read` reads at any place; null when it has no index that covers it
 * to the byte, in which case it is read from its beginning.
 */
export function readIndex(size: number, read: (at: number, length: number) => Buffer): Segment[] | null {
  const footer = read(size - footerLength, footerLength);
  if (size < footerLength || footer.readUInt32LE(5) !== seekMagic || footer[4] !== 0) return null;
  const count = footer.readUInt32LE(0);
  const tableLength = 8 + 8 * count + footerLength;
  if (count === 0 || tableLength > size) return null;
  const table = read(size - tableLength, tableLength);
  if (table.readUInt32LE(0) !== seekTableMagic || table.readUInt32LE(4) !== tableLength - 8) return null;
  const frames = Array.from({ length: count }, (_, at) => ({
    packed: table.readUInt32LE(8 + 8 * at),
    size: table.readUInt32LE(12 + 8 * at),
  }));
  const ours = frames.pop()!;
  const packed = frames.reduce((sum, frame) => sum + frame.packed, 0);
  if (packed + ours.packed + tableLength !== size || frames.some(({ size: unpacked }) => unpacked > frameSize))
    return null;
  const starts = readStarts(read(packed, ours.packed));
  if (!starts || starts[0] !== 0 || starts.some((start, at) => at > 0 && start <= starts[at - 1]!)) return null;
  if (starts.at(-1)! >= frames.length) return null;
  return segmentsOf(frames, starts);
}

function segmentsOf(frames: Frame[], starts: number[]): Segment[] {
  let at = 0;
  let unpackedAt = 0;
  return starts.map((start, i) => {
    const segment = { at, unpackedAt, frames: frames.slice(start, starts[i + 1] ?? frames.length) };
    for (const { packed, size } of segment.frames) {
      at += packed;
      unpackedAt += size;
    }
    return segment;
  });
}

function readStarts(bytes: Buffer): number[] | null {
  const head = 8 + mark.length;
  if (bytes.length <= head || (bytes.length - head) % 4 !== 0 || bytes.readUInt32LE(0) !== segmentsMagic) return null;
  if (bytes.readUInt32LE(4) !== bytes.length - 8 || !bytes.subarray(8, head).equals(mark)) return null;
  return Array.from({ length: (bytes.length - head) / 4 }, (_, at) => bytes.readUInt32LE(head + 4 * at));
}

function skippable(magic: number, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(magic, 0);
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
}
