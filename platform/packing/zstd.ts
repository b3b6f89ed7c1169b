import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { isOneFrame } from './frame-walker.ts';

/** One zstd frame at level 1, which says how long its content is. */
export function packFrame(bytes: Uint8Array): Buffer {
  return zstdCompressSync(bytes, {
    chunkSize: Math.max(1024, bytes.length + (bytes.length >> 7) + 1024),
    params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_contentSizeFlag]: 1 },
    pledgedSrcSize: bytes.length,
  });
}

/** The content of one frame, which must be `size` bytes; null when it is not, or not one frame. Never makes more of it. */
export function unpackFrame(bytes: Buffer, size: number): Buffer | null {
  if (!isOneFrame(bytes)) return null;
  try {
    const unpacked = zstdDecompressSync(bytes, { chunkSize: Math.max(64, size), maxOutputLength: Math.max(1, size) });
    return unpacked.length === size ? unpacked : null;
  } catch {
    return null;
  }
}
