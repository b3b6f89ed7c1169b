/** A file as it stands in a tar archive. */
export interface TarFile {
  /** With `/`. */
  path: string;
  size: number;
  /** Seconds since 1970. */
  modified: number;
}

export const block = 512;

/** A file's header in the pax form (POSIX.1-2001), read by every tar: what ustar cannot say goes into an extended header. */
export function tarHeader(file: TarFile): Buffer {
  const path = Buffer.from(file.path, 'utf8');
  const extended: string[] = [];
  if (path.length > 100 || path.some((byte) => byte >= 0x80)) extended.push(record('path', file.path));
  if (file.size >= 8 ** 11) extended.push(record('size', String(file.size)));
  const own = header(path.subarray(0, 100), Math.min(file.size, 8 ** 11 - 1), file.modified, '0');
  if (extended.length === 0) return own;
  const body = Buffer.from(extended.join(''));
  return Buffer.concat([
    header(Buffer.from('pax-header'), body.length, file.modified, 'x'),
    body,
    padding(body.length),
    own,
  ]);
}

/** What follows a content of this length up to the next block. */
export function padding(length: number): Buffer {
  return Buffer.alloc((block - (length % block)) % block);
}

/** The two empty blocks that end an archive. */
export const endOfTar = Buffer.alloc(2 * block);

function header(name: Uint8Array, size: number, modified: number, type: string): Buffer {
  const bytes = Buffer.alloc(block);
  bytes.set(name, 0);
  bytes.write('0000644\0', 100);
  bytes.write('0000000\0', 108);
  bytes.write('0000000\0', 116);
  bytes.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  bytes.write(`${Math.max(0, modified).toString(8).padStart(11, '0')}\0`, 136);
  bytes.write('        ', 148);
  bytes.write(type, 156);
  bytes.write('ustar\x0000', 257);
  bytes.write(`${sumOf(bytes).toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}

/** `length key=value\n`, where the length counts itself. */
function record(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + 1;
  while (rest + String(length).length !== length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}

/** The sum of a header's bytes, its own field counting as blanks. */
export function sumOf(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < block; at++) sum += at >= 148 && at < 156 ? 0x20 : bytes[at]!;
  return sum;
}
