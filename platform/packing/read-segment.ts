import { createHash, type Hash } from 'node:crypto';
import {
  AgePayload,
  DamagedChunk,
  fileSource,
  memorySource,
  type PayloadPlace,
  ReusedRoom,
} from '#platform/age/age-reader.ts';
import type { Segment } from './frame-index.ts';
import { NoTar, type TarEntry, type TarKind, TarReader } from './tar-reader.ts';
import { unpackFrame } from './zstd.ts';

/** As OpenSSL calls them. */
export type HashName =
  | 'md5'
  | 'sha1'
  | 'sha224'
  | 'sha256'
  | 'sha384'
  | 'sha512'
  | 'sha3-224'
  | 'sha3-256'
  | 'sha3-384'
  | 'sha3-512'
  | 'blake2b512';

/** Where an age file lies, and how its payload is opened. */
export interface AgeFile {
  from: string | Uint8Array;
  place: PayloadPlace;
}

/** A part of a sealed archive to be read. */
export interface ReadJob {
  file: AgeFile;
  segment: Segment;
  hashes: readonly HashName[];
  /** The last one alone holds the end of the archive. */
  last: boolean;
}

/** A file, folder or else as it stands in an archive. */
export interface ArchivedFile {
  kind: TarKind;
  path: string | null;
  size: number;
  /** Offset of its content in the unpacked archive. */
  at: number;
  /** Of files only. */
  hashes: Partial<Record<HashName, string>>;
}

/** What cannot be read: a chunk that does not open, a frame or a header that is none. */
export interface ArchiveFault {
  code: 'chunk-damaged' | 'frame-damaged' | 'no-archive';
  /** In bytes, from 0: of the age file for a chunk, of its plaintext for a frame, of the unpacked archive for a header. */
  offset: number;
  /** The file that was being read; null between files. */
  within: string | null;
}

export interface ReadAnswer {
  files: ArchivedFile[];
  fault: ArchiveFault | null;
}

/** A thread is at one segment at a time, and what it reads and opens stands in the same memory each time. */
const [sealedRoom, openedRoom] = [new ReusedRoom(), new ReusedRoom()];

/** Reads one segment: opens, unpacks, hashes. Never throws for what the archive holds. */
export function readSegment({ file, segment, hashes, last }: ReadJob): ReadAnswer {
  const source = typeof file.from === 'string' ? fileSource(file.from, sealedRoom) : memorySource(file.from);
  const gathered = new GatheredFiles(segment.unpackedAt, hashes);
  try {
    const payload = new AgePayload(source, file.place, openedRoom);
    const reader = new TarReader(gathered);
    let at = segment.at;
    for (const { packed, size } of segment.frames) {
      const content = payload.read(at, packed);
      if (!unpackFrame(content, size, (part) => reader.push(part))) return gathered.failed('frame-damaged', at);
      at += packed;
    }
    reader.end();
    if (reader.ended !== last) return gathered.failed('no-archive', segment.unpackedAt);
    return { files: gathered.files, fault: null };
  } catch (error) {
    return gathered.failedBy(error);
  } finally {
    source.close();
  }
}

/** Hashes the files of a tar archive while it is read. */
export class GatheredFiles {
  readonly files: ArchivedFile[] = [];
  readonly #from: number;
  readonly #names: readonly HashName[];
  #present: TarEntry | null = null;
  #hashing: (readonly [HashName, Hash])[] = [];

  /** `from` is where the reader began in the whole archive. */
  constructor(from: number, names: readonly HashName[]) {
    this.#from = from;
    this.#names = names;
  }

  entry(entry: TarEntry): void {
    this.#present = entry;
    this.#hashing = entry.kind === 'file' ? this.#names.map((name) => [name, createHash(name)] as const) : [];
  }

  data(bytes: Buffer): void {
    for (const [, hash] of this.#hashing) hash.update(bytes);
  }

  done(): void {
    const { kind, path, size, at } = this.#present!;
    const hashes = Object.fromEntries(this.#hashing.map(([name, hash]) => [name, hash.digest('hex')]));
    this.files.push({ kind, path, size, at: at + this.#from, hashes });
    this.#present = null;
  }

  failed(code: ArchiveFault['code'], offset: number): ReadAnswer {
    return { files: this.files, fault: { code, offset, within: this.#present?.path ?? null } };
  }

  /** As a fault where the archive is to blame; rethrows what is not. */
  failedBy(error: unknown): ReadAnswer {
    if (error instanceof DamagedChunk) return this.failed('chunk-damaged', error.offset);
    if (error instanceof NoTar) return this.failed('no-archive', error.offset + this.#from);
    throw error;
  }
}
