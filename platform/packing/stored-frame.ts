import { magicBytes } from './frame-walker.ts';

/** Single segment, no checksum, the size of the content in four bytes (RFC 8878 §3.1.1.1). */
const descriptor = 0xa0;
const headLength = 9;
/** The most that a block may hold. */
const blockSize = 128 * 1024;
const blockHead = 3;

/** A zstd frame that holds its content as it is: for what does not shrink, so that nobody need unpack it. */
export function storedFrame(content: Uint8Array): Buffer<ArrayBuffer> {
  const blocks = Math.max(1, Math.ceil(content.length / blockSize));
  const frame = Buffer.allocUnsafeSlow(headLength + blocks * blockHead + content.length);
  frame.set(magicBytes);
  frame[4] = descriptor;
  frame.writeUInt32LE(content.length, 5);
  let at = headLength;
  for (let number = 0; number < blocks; number++) {
    const part = content.subarray(number * blockSize, (number + 1) * blockSize);
    frame.writeUIntLE((part.length << 3) | Number(number === blocks - 1), at, blockHead);
    frame.set(part, at + blockHead);
    at += blockHead + part.length;
  }
  return frame;
}

/** The content of a frame that `storedFrame` made of `size` bytes, in parts of the frame itself; null when it is any other. */
export function storedParts(frame: Buffer, size: number): Buffer[] | null {
  if (frame.length < headLength + blockHead || !frame.subarray(0, 4).equals(magicBytes)) return null;
  if (frame[4] !== descriptor || frame.readUInt32LE(5) !== size) return null;
  const parts: Buffer[] = [];
  let left = size;
  for (let at = headLength; at + blockHead <= frame.length;) {
    const head = frame.readUIntLE(at, blockHead);
    const part = frame.subarray(at + blockHead, at + blockHead + (head >> 3));
    const isRaw = (head & 6) === 0;
    if (!isRaw || part.length !== Math.min(left, blockSize) || part.length !== head >> 3) return null;
    parts.push(part);
    at += blockHead + part.length;
    left -= part.length;
    if (head & 1) return left === 0 && at === frame.length ? parts : null;
  }
  return null;
}
