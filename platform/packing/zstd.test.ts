import { randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { formatIndex, readIndex } from './frame-index.ts';
import { packFrame, packOrStore, unpackFrame } from './zstd.ts';
import { unpackStream } from './zstd-stream.ts';

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function unpacked(bytes: Buffer, size: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of unpackStream(inPieces(bytes, size))) parts.push(part);
  return Buffer.concat(parts);
}

const texts = [Buffer.from('one'), Buffer.alloc(3_000_000, 'repeated '), randomBytes(400_000), Buffer.alloc(0)];
const skipped = Buffer.concat([Buffer.of(0x5a, 0x2a, 0x4d, 0x18, 5, 0, 0, 0), Buffer.from('aside')]);

test.each([1, 7, 1000, 10_000_000])(
  'every frame of a stream is unpacked, in pieces of %i bytes, and skippable ones are skipped',
  async (size) => {
    const stream = Buffer.concat([skipped, ...texts.flatMap((text) => [zstdCompressSync(text), skipped])]);
    if (size === 1)
      return expect((await unpacked(stream.subarray(0, 40), size).catch(() => 'cut')).toString()).toBe('cut');
    expect((await unpacked(stream, size)).equals(Buffer.concat(texts))).toBe(true);
  },
);

test('a stream cut off, continued or changed is refused', async () => {
  const stream = zstdCompressSync(randomBytes(10_000));
  await expect(unpacked(stream.subarray(0, -1), 1000)).rejects.toThrow('no zstd stream');
  await expect(unpacked(Buffer.concat([stream, Buffer.from('more')]), 1000)).rejects.toThrow('no zstd stream');
  await expect(unpacked(Buffer.from('no stream at all'), 1000)).rejects.toThrow('no zstd stream');
});

function contentOf(frame: Buffer, size: number): Buffer | null {
  const parts: Buffer[] = [];
  return unpackFrame(frame, size, (part) => void parts.push(Buffer.from(part))) ? Buffer.concat(parts) : null;
}

test.each([0, 1, 131_072, 131_073, 400_000])(
  'what does not shrink is stored as it is, %i bytes of it, in a frame that every zstd reads',
  async (size) => {
    const content = randomBytes(size);
    const frame = packOrStore(content);
    expect(frame.length).toBeLessThan(size + 64);
    expect(contentOf(frame, size)).toEqual(content);
    expect(await unpacked(frame, 10_000)).toEqual(content);
    for (const wrong of [frame.subarray(0, -1), Buffer.concat([frame, Buffer.of(0)])])
      expect(contentOf(wrong, size)).toBeNull();
    expect(contentOf(frame, size + 1)).toBeNull();
  },
);

test('a frame never gives more than was said of it', () => {
  const bomb = packFrame(Buffer.alloc(8 * 1024 * 1024));
  expect(bomb.length).toBeLessThan(1000);
  expect(contentOf(bomb, 1024)).toBeNull();
  expect(contentOf(Buffer.concat([packFrame(texts[0]!), packFrame(texts[0]!)]), 3)).toBeNull();
  expect(contentOf(packFrame(texts[0]!), 3)).toEqual(texts[0]);
});

test('the index is a seek table that zstd skips, and an index that does not fit is none', () => {
  const packed = texts.map(packFrame);
  const frames = texts.map(({ length }, at) => ({ packed: packed[at]!.length, size: length }));
  const index = formatIndex([frames.slice(0, 1), frames.slice(1)]);
  const whole = Buffer.concat([...packed, index]);
  const read = (bytes: Buffer) => readIndex(bytes.length, (at, length) => bytes.subarray(Math.max(0, at), at + length));
  expect(read(whole)).toEqual([
    { at: 0, unpackedAt: 0, frames: frames.slice(0, 1) },
    { at: frames[0]!.packed, unpackedAt: 3, frames: frames.slice(1) },
  ]);
  expect(read(whole.subarray(1))).toBeNull();
  expect(read(Buffer.from('short'))).toBeNull();
  const { stdout } = spawnSync('zstd', ['-d', '-c'], { input: whole, maxBuffer: 1e8 });
  if (stdout) expect(stdout.equals(Buffer.concat(texts))).toBe(true);
});
