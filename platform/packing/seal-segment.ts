import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { SendPart } from '#platform/workers/worker-side.ts';
import { frameSize } from './frame-index.ts';
import { packFrame } from './zstd.ts';
import { padding, tarHeader } from './tar-header.ts';

/** A file to be sealed: where it lies, or what it holds. */
export type SealFile = {
  /** In the archive, with `/`. */
  path: string;
  size: number;
  /** Seconds since 1970. */
  modified: number;
} & ({ location: string } | { content: Uint8Array });

/** A packed frame on its way to the archive. */
export interface PackedFrame {
  bytes: Uint8Array<ArrayBuffer>;
  /** Bytes as unpacked. */
  size: number;
}

export interface SealedSegment {
  /** The last frame; the ones before it were sent as parts. */
  last: PackedFrame;
  /** SHA-256 of each file, hex, in their order. */
  hashes: string[];
}

/**
 * Reads files once, hashes them and packs them into frames as a tar archive does. Refuses with `packing.file-changed` when a
 * file has not the size that was said.
 */
export async function sealSegment(files: SealFile[], send: SendPart<PackedFrame>): Promise<SealedSegment> {
  const frame = Buffer.allocUnsafe(frameSize);
  let filled = 0;
  const put = async (bytes: Uint8Array) => {
    for (let rest = bytes; rest.length > 0;) {
      if (filled === frameSize) await flush();
      const part = rest.subarray(0, frameSize - filled);
      frame.set(part, filled);
      filled += part.length;
      rest = rest.subarray(part.length);
    }
  };
  const flush = async () => {
    const packed = packedOf(frame.subarray(0, filled));
    filled = 0;
    await send(packed, [packed.bytes.buffer]);
  };
  const hashes: string[] = [];
  for (const file of files) {
    await put(tarHeader(file));
    const hash = createHash('sha256');
    if ('content' in file) {
      hash.update(file.content);
      await put(file.content);
    } else {
      const opened = openUnchanged(file);
      try {
        for (let left = file.size; left > 0;) {
          if (filled === frameSize) await flush();
          const read = readSync(opened, frame, filled, Math.min(left, frameSize - filled), null);
          if (read === 0) throw changed(file);
          hash.update(frame.subarray(filled, filled + read));
          filled += read;
          left -= read;
        }
      } finally {
        closeSync(opened);
      }
    }
    hashes.push(hash.digest('hex'));
    await put(padding(file.size));
  }
  return { last: packedOf(frame.subarray(0, filled)), hashes };
}

function packedOf(bytes: Buffer): PackedFrame {
  const packed = packFrame(bytes);
  // Moved to the other thread as it is, unless it is a small part of something larger.
  const isOwn = packed.length > packed.buffer.byteLength / 2 && packed.buffer instanceof ArrayBuffer;
  return { bytes: isOwn ? (packed as Uint8Array<ArrayBuffer>) : Uint8Array.from(packed), size: bytes.length };
}

function openUnchanged(file: SealFile & { location: string }): number {
  const opened = openSync(file.location, constants.O_RDONLY | constants.O_NOFOLLOW);
  const found = fstatSync(opened);
  if (found.isFile() && found.size === file.size) return opened;
  closeSync(opened);
  throw changed(file);
}

function changed({ path }: SealFile): Refusal {
  return new Refusal('packing.file-changed', { path }, 'conflict');
}
