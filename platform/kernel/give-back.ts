/**
 * Gives the memory of a large buffer back at once; nobody may look at anything in it afterwards. The collector hears late of what
 * lies outside of its heap: gigabytes that pass in pieces would cost it a full round every few dozen of them, and stand in memory
 * until then. Does nothing for what lies in a pool that other buffers share.
 */
export function giveBack({ buffer, length }: Uint8Array): void {
  const isOwn = buffer.byteLength > poolSize || length === buffer.byteLength;
  if (buffer instanceof ArrayBuffer && isOwn && length > 0) buffer.transfer(0);
}

/** No pool of Node's is larger than this. */
const poolSize = 64 * 1024;
