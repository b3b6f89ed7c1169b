import { createGunzip } from 'node:zlib';
import { pipeline, Readable } from 'node:stream';
import { AgePayload, type ByteSource, DamagedChunk } from '#platform/age/age-reader.ts';
import { type Frame, readIndex, type Segment } from './frame-index.ts';
import { magicBytes, NoZstd } from './frame-walker.ts';
import {
  type AgeFile,
  type ArchivedFile,
  type ArchiveFault,
  GatheredFiles,
  type HashName,
  type ReadAnswer,
  type ReadJob,
  readSegment,
} from './read-segment.ts';
import { type TarEntry, TarReader } from './tar-reader.ts';
import { unpackFrame } from './zstd.ts';
import { unpackStream } from './zstd-stream.ts';
import { readSegmentsAtOnce } from './reading-pool.ts';

/** What was read of an archive: every file of it that could be, and what could not. */
export interface ReadArchive {
  files: ArchivedFile[];
  faults: ArchiveFault[];
  /** The content of a file, as large as that; null when it was not kept, or cannot be read any more. */
  contentOf(file: ArchivedFile): Buffer | null;
}

/** Below this many bytes threads cost more than they bring. */
const worthThreads = 16 * 1024 * 1024;
/** What is kept in memory of an archive without an index, whose files cannot be read again. */
const keptInAll = 256 * 1024 * 1024;
const keptOfOne = 64 * 1024 * 1024;
/** An archive of nothing but a bomb unpacks to thousands of times its size; papers to ten. */
const mostRatio = 1000;
const alwaysUnpacked = 1024 * 1024 * 1024;

/**
 * Reads a tar archive in an age file (plain, zstd or gzip), hashing each file of it, and writes nothing. With the index that
 * `sealArchive` puts in, all cores read at once; without, or when its end is cut off, it is read from its beginning. Memory is
 * bounded whatever the archive says of itself.
 */
export async function readArchive(
  source: ByteSource,
  file: AgeFile,
  hashes: readonly HashName[],
): Promise<ReadArchive> {
  const payload = new AgePayload(source, file.place);
  const faults: ArchiveFault[] = [];
  let segments: Segment[] | null = null;
  try {
    payload.checkEnd();
    segments = readIndex(payload.size, (at, length) => payload.read(Math.max(0, at), length));
  } catch (error) {
    if (!(error instanceof DamagedChunk)) throw error;
    faults.push({ code: 'chunk-damaged', offset: error.offset, within: null });
  }
  if (!segments) return readFromBeginning(payload, hashes, faults);
  const answers = await readSegments(file, segments, hashes, payload.size);
  const ordered = answers.flatMap(({ fault }) => fault ?? []);
  return {
    files: answers.flatMap(({ files }) => files),
    faults: [...faults, ...ordered],
    contentOf: (wanted) => contentAt(payload, segments, wanted),
  };
}

function readSegments(
  file: AgeFile,
  segments: Segment[],
  hashes: readonly HashName[],
  size: number,
): ReadAnswer[] | Promise<ReadAnswer[]> {
  const jobs = segments.map((segment, at): ReadJob => ({ file, segment, hashes, last: at === segments.length - 1 }));
  return size < worthThreads ? jobs.map(readSegment) : readSegmentsAtOnce(jobs);
}

function contentAt(payload: AgePayload, segments: Segment[], { at, size }: ArchivedFile): Buffer | null {
  const segment = segments.findLast(({ unpackedAt }) => unpackedAt <= at)!;
  const parts: Buffer[] = [];
  let { at: packedAt, unpackedAt } = segment;
  for (const frame of segment.frames) {
    if (unpackedAt < at + size && unpackedAt + frame.size > at) {
      const unpacked = frameAt(payload, packedAt, frame);
      if (!unpacked) return null;
      parts.push(unpacked.subarray(Math.max(0, at - unpackedAt), at + size - unpackedAt));
    }
    packedAt += frame.packed;
    unpackedAt += frame.size;
  }
  return Buffer.concat(parts);
}

function frameAt(payload: AgePayload, at: number, { packed, size }: Frame): Buffer | null {
  try {
    const parts: Buffer[] = [];
    const sound = unpackFrame(payload.read(at, packed), size, (part) => void parts.push(Buffer.from(part)));
    return sound ? Buffer.concat(parts) : null;
  } catch {
    return null;
  }
}

async function readFromBeginning(
  payload: AgePayload,
  hashes: readonly HashName[],
  faults: ArchiveFault[],
): Promise<ReadArchive> {
  const kept = new KeepingFiles(hashes);
  const reader = new TarReader(kept);
  const most = Math.max(alwaysUnpacked, payload.size * mostRatio);
  let unpacked = 0;
  const failed = (fault: ArchiveFault | null): ReadArchive => ({
    files: kept.files,
    // The end that does not open is told once, by what told it first.
    faults: fault && !faults.some(({ offset }) => offset === fault.offset) ? [...faults, fault] : faults,
    contentOf: (file) => kept.contents.get(file.at) ?? null,
  });
  try {
    for await (const piece of unpackedPieces(payload)) {
      unpacked += piece.length;
      if (unpacked > most) return failed(kept.failed('no-archive', unpacked).fault);
      reader.push(piece);
    }
    reader.end();
    return failed(null);
  } catch (error) {
    if (error instanceof NoZstd || (error as NodeJS.ErrnoException).code?.startsWith('Z_')) {
      return failed(kept.failed('frame-damaged', unpacked).fault);
    }
    return failed(kept.failedBy(error).fault);
  }
}

function unpackedPieces(payload: AgePayload): AsyncIterable<Buffer> {
  const start = Buffer.from(payload.read(0, 4));
  const pieces = piecesOf(payload);
  const isZstd =
    start.equals(magicBytes) || (start.length === 4 && (start.readUInt32LE(0) & 0xfffffff0) >>> 0 === 0x184d2a50);
  if (isZstd) return unpackStream(pieces);
  if (start[0] === 0x1f && start[1] === 0x8b) return pipeline(Readable.from(pieces), createGunzip(), () => {});
  return pieces;
}

async function* piecesOf(payload: AgePayload): AsyncGenerator<Buffer> {
  const size = 1024 * 1024;
  for (let at = 0; at < payload.size; at += size) yield Buffer.from(payload.read(at, size));
}

/** Keeps the content of small files too, since they cannot be read again. */
class KeepingFiles extends GatheredFiles {
  readonly contents = new Map<number, Buffer>();
  #parts: Buffer[] | null = null;
  #at = 0;
  #left = keptInAll;

  constructor(hashes: readonly HashName[]) {
    super(0, hashes);
  }

  override entry(entry: TarEntry): void {
    super.entry(entry);
    const isText = entry.path !== null && !/\/data\/.*\.(?!json$|jsonl$|txt$)[^/]*$/.test(entry.path);
    this.#parts = entry.kind === 'file' && isText && entry.size <= Math.min(this.#left, keptOfOne) ? [] : null;
    this.#at = entry.at;
  }

  override data(bytes: Buffer): void {
    super.data(bytes);
    this.#parts?.push(Buffer.from(bytes));
  }

  override done(): void {
    super.done();
    if (!this.#parts) return;
    const content = Buffer.concat(this.#parts);
    this.#left -= content.length;
    this.contents.set(this.#at, content);
  }
}
