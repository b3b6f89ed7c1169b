import { createHash, type Hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { giveBack } from '#platform/kernel/give-back.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { SendPart } from '#platform/workers/worker-side.ts';
import { frameSize } from './frame-index.ts';
import { packOrStore } from './zstd.ts';
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
  /** The last frames; the ones before them were sent as parts. */
  last: PackedFrame[];
  /** SHA-256 of each file, hex, in their order. */
  hashes: string[];
}

/** From this size on a file has frames of its own, so that what does not shrink is not packed with what does. */
const ownFrames = 128 * 1024;
/** So many packed bytes are sent together. */
const sentTogether = 4 * 1024 * 1024;

/**
 * Reads files once, hashes them and packs them into frames as a tar archive does. Refuses with `packing.file-changed` when a
 * file has not the size that was said.
 */
export async function sealSegment(files: SealFile[], send: SendPart<PackedFrame[]>): Promise<SealedSegment> {
  const frames = new FrameWriter(send);
  const hashes: string[] = [];
  for (const file of files) {
    const isLarge = file.size >= ownFrames;
    if (isLarge) await frames.end();
    await frames.put(tarHeader(file));
    const hash = createHash('sha256');
    if ('content' in file) {
      hash.update(file.content);
      await frames.put(file.content);
    } else {
      const opened = openUnchanged(file);
      try {
        await putFile(file, opened, frames, hash);
      } finally {
        closeSync(opened);
      }
    }
    hashes.push(hash.digest('hex'));
    await frames.put(padding(file.size));
    if (isLarge) await frames.end();
  }
  return { last: frames.close(), hashes };
}

async function putFile(file: SealFile, opened: number, frames: FrameWriter, hash: Hash): Promise<void> {
  for (let left = file.size; left > 0;) {
    const room = await frames.room();
    const read = readSync(opened, room, 0, Math.min(left, room.length), null);
    if (read === 0) throw changed(file);
    hash.update(room.subarray(0, read));
    frames.fill(read);
    left -= read;
  }
}

/** Gathers content into frames of at most `frameSize` and sends them packed, some together. */
class FrameWriter {
  readonly #send: SendPart<PackedFrame[]>;
  #filled = 0;
  #packed: PackedFrame[] = [];
  #packedSize = 0;

  constructor(send: SendPart<PackedFrame[]>) {
    this.#send = send;
  }

  async put(bytes: Uint8Array): Promise<void> {
    for (let rest = bytes; rest.length > 0;) {
      const room = await this.room();
      const part = rest.subarray(0, room.length);
      room.set(part);
      this.fill(part.length);
      rest = rest.subarray(part.length);
    }
  }

  /** Where the next content may be written to; `fill` says how much it was. */
  async room(): Promise<Buffer> {
    if (this.#filled === frameSize) await this.end();
    return frameRoom.subarray(this.#filled);
  }

  fill(bytes: number): void {
    this.#filled += bytes;
  }

  /** Ends the frame, if anything is in it. */
  async end(): Promise<void> {
    if (this.#filled > 0) this.#pack();
    if (this.#packedSize < sentTogether) return;
    const moved = this.#packed;
    this.#packed = [];
    this.#packedSize = 0;
    await this.#send(
      moved,
      moved.map(({ bytes }) => bytes.buffer),
    );
  }

  /** Ends the last frame; gives what was not sent. */
  close(): PackedFrame[] {
    if (this.#filled > 0) this.#pack();
    return this.#packed;
  }

  #pack(): void {
    const content = frameRoom.subarray(0, this.#filled);
    const packed = packOrStore(content);
    this.#packed.push({ bytes: ownBytes(packed), size: content.length });
    this.#packedSize += packed.length;
    this.#filled = 0;
  }
}

/** To be moved to the other thread as they are, unless they are a small part of something larger. */
function ownBytes(packed: Buffer): Uint8Array<ArrayBuffer> {
  const { buffer } = packed;
  if (buffer instanceof ArrayBuffer && packed.length > buffer.byteLength / 2) return packed as Uint8Array<ArrayBuffer>;
  const own = Uint8Array.from(packed);
  giveBack(packed);
  return own;
}

/** A thread is at one segment at a time. */
const frameRoom = Buffer.allocUnsafeSlow(frameSize);

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
