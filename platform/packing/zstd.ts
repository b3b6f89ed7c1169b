import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { giveBack } from '#platform/kernel/give-back.ts';
import { isOneFrame } from './frame-walker.ts';
import { storedFrame, storedParts } from './stored-frame.ts';

/** One zstd frame at level 1, which says how long its content is. */
export function packFrame(bytes: Uint8Array): Buffer {
  return zstdCompressSync(bytes, {
    chunkSize: Math.max(1024, bytes.length + (bytes.length >> 7) + 1024),
    params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_contentSizeFlag]: 1 },
    pledgedSrcSize: bytes.length,
  });
}

/** The same, but what shrinks by less than a sixty-fourth is stored as it is: to unpack it later would cost more than it saves. */
export function packOrStore(bytes: Uint8Array): Buffer {
  const packed = packFrame(bytes);
  if (packed.length <= bytes.length - (bytes.length >> 6)) return packed;
  giveBack(packed);
  return storedFrame(bytes);
}

/**
 * Gives the content of one frame to `take`, in parts that are good until it returns. The content must be `size` bytes: false, and
 * nothing given, when it is not, or not one frame. Never makes more of it.
 */
export function unpackFrame(bytes: Buffer, size: number, take: (part: Buffer) => void): boolean {
  const stored = storedParts(bytes, size);
  if (stored) {
    for (const part of stored) take(part);
    return true;
  }
  const unpacked = isOneFrame(bytes) ? unpack(bytes, size) : null;
  if (unpacked?.length !== size) return false;
  take(unpacked);
  giveBack(unpacked);
  return true;
}

function unpack(bytes: Buffer, size: number): Buffer | null {
  try {
    // Where what is unpacked fills its room to the last byte, Node makes as much again for what might still come.
    return zstdDecompressSync(bytes, { chunkSize: size + 64, maxOutputLength: Math.max(1, size) });
  } catch {
    return null;
  }
}
