import { randomBytes } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openFile, sealFile } from './chunked-file.ts';
import { createDataKey, type DataKey } from './data-key.ts';
import { parseMasterKey } from './master-key.ts';

const master = parseMasterKey(`baton-master-key-v1\n${Buffer.alloc(32, 1).toString('base64url')}\n`);
const { dataKey } = createDataKey(master, { firm: 'firm-1', client: 'client-1' });
const chunk = 2 ** 16;
const header = 34;
const sealedChunk = chunk + 16;
const edges = [0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk - 1, 3 * chunk];

async function* inPieces(bytes: Uint8Array, length: number) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

const gather = (parts: AsyncIterable<Buffer>): Promise<Buffer[]> => Readable.from(parts).toArray();

async function seal(bytes: Uint8Array, { file = 'file-1', piece = 10_007 } = {}): Promise<Buffer> {
  return Buffer.concat(await gather(sealFile(dataKey, file, inPieces(bytes, piece), { chunkBits: 16 })));
}

async function open(sealed: Uint8Array, { file = 'file-1', key = dataKey as DataKey, piece = 9_973 } = {}) {
  return Buffer.concat(await gather(openFile(key, file, inPieces(sealed, piece))));
}

test.each(edges)('a file of %i bytes is opened again without a change', async (length) => {
  const bytes = randomBytes(length);
  const sealed = await seal(bytes);
  expect(sealed.length).toBe(header + length + 16 * Math.max(1, Math.ceil(length / chunk)));
  expect((await open(sealed)).equals(bytes)).toBe(true);
});

test('how the stream is cut into pieces makes no difference', async () => {
  const sizes = fc.integer({ min: 1, max: 200_000 });
  await fc.assert(
    fc.asyncProperty(fc.nat(200_000), sizes, sizes, async (length, written, read) => {
      const bytes = randomBytes(length);
      expect((await open(await seal(bytes, { piece: written }), { piece: read })).equals(bytes)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('it stands in a pipeline of Node streams, with the usual chunk size', async () => {
  const bytes = randomBytes(700_000);
  const parts: Buffer[] = [];
  await pipeline(
    Readable.from(inPieces(bytes, 65_536)),
    (source) => sealFile(dataKey, 'file-1', source),
    (source) => openFile(dataKey, 'file-1', source),
    new Writable({
      write(part: Buffer, _encoding, done) {
        parts.push(part);
        done();
      },
    }),
  );
  expect(Buffer.concat(parts).equals(bytes)).toBe(true);
});

test.each(edges)('a file of %i bytes cut off anywhere is refused', async (length) => {
  const sealed = await seal(randomBytes(length));
  const boundaries = [
    0,
    1,
    header,
    header + 1,
    header + 16,
    header + sealedChunk,
    header + 2 * sealedChunk,
    sealed.length - 1,
  ];
  for (const end of boundaries.filter((at) => at < sealed.length)) {
    await expect(open(sealed.subarray(0, end)), `cut at ${end}`).rejects.toThrow('envelope.file-damaged');
  }
});

test('any one bit changed is found, and nothing of a changed chunk is given out', async () => {
  const sealed = await seal(randomBytes(2 * chunk + 100));
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length * 8 - 1), async (bit) => {
      const changed = Buffer.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      await expect(open(changed)).rejects.toThrow('envelope.file-damaged');
    }),
    { numRuns: 150 },
  );
});

test('every bit of the header and of the last tag counts', async () => {
  const sealed = await seal(randomBytes(5));
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    await expect(open(changed), `bit ${bit}`).rejects.toThrow('envelope.file-damaged');
  }
});

test('chunks that were swapped, doubled, left out or taken from another file are found', async () => {
  const bytes = randomBytes(3 * chunk + 5);
  const sealed = await seal(bytes);
  const other = await seal(bytes);
  const part = (of: Buffer, n: number) => of.subarray(header + n * sealedChunk, header + (n + 1) * sealedChunk);
  const head = sealed.subarray(0, header);
  const [first, second, third, last] = [0, 1, 2, 3].map((n) => part(sealed, n)) as [Buffer, Buffer, Buffer, Buffer];
  for (const [parts, damaged] of [
    [[second, first, third, last], 0],
    [[first, second, second, last], 2],
    [[first, third, last], 1],
    [[first, second, last], 2],
    [[first, part(other, 1), third, last], 1],
    [[first, second, third, last, last], 3],
  ] as const) {
    await expect(open(Buffer.concat([head, ...parts]))).rejects.toMatchObject({
      code: 'envelope.file-damaged',
      facts: { client: 'client-1', file: 'file-1', chunk: damaged },
    });
  }
});

test('bytes after the end are found', async () => {
  for (const length of edges) {
    await expect(open(Buffer.concat([await seal(randomBytes(length)), Buffer.of(0)]))).rejects.toThrow(
      'envelope.file-damaged',
    );
  }
});

test("a file in another file's place, or under another client's key, is refused", async () => {
  const sealed = await seal(Buffer.from('对账单'));
  await expect(open(sealed, { file: 'file-2' })).rejects.toThrow('envelope.file-damaged');
  const { dataKey: others } = createDataKey(master, { firm: 'firm-1', client: 'client-2' });
  await expect(open(sealed, { key: others })).rejects.toThrow('envelope.file-damaged');
});

test('a source that fails is closed, and its failure is passed on', async () => {
  const sealed = await seal(randomBytes(3 * chunk));
  let closed = false;
  async function* source() {
    try {
      yield Buffer.concat([Buffer.of(9), sealed.subarray(1)]);
      yield sealed;
    } finally {
      closed = true;
    }
  }
  await expect(gather(openFile(dataKey, 'file-1', source()))).rejects.toThrow('envelope.file-damaged');
  expect(closed).toBe(true);
  async function* failing() {
    yield Buffer.alloc(10);
    throw new Error('disk gone');
  }
  await expect(gather(sealFile(dataKey, 'file-1', failing()))).rejects.toThrow('disk gone');
});

test('a chunk size out of range is refused before anything is written', async () => {
  await expect(sealFile(dataKey, 'file-1', inPieces(Buffer.alloc(1), 1), { chunkBits: 30 }).next()).rejects.toThrow(
    RangeError,
  );
});
