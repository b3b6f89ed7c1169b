import { createHmac, randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFileKey } from '#platform/envelope/file-key.ts';
import { type BucketServer, bucketKeys, noBucketServer, startBucketServer } from '#testing/bucket.ts';
import { faultyBucket, impatient } from '#testing/faulty-bucket.ts';
import { parseBucketAddress } from './bucket-address.ts';
import { openBucketStore } from './bucket-store.ts';
import { openFiles } from './files.ts';
import { openFolderStore } from './folder-store.ts';

process.env.AWS_ACCESS_KEY_ID = bucketKeys.accessKeyId;
process.env.AWS_SECRET_ACCESS_KEY = bucketKeys.secretAccessKey;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baton-blocks-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function* of(content: Buffer, piece = 100_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += piece) yield content.subarray(at, at + piece);
}

async function whole(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}

test('the address of a bucket says server, bucket, folder and region, and what is none is not taken for one', () => {
  expect(parseBucketAddress('s3://firm-files/baton?endpoint=https://s3.example.com&region=cn-east-1')).toEqual({
    bucket: 'firm-files',
    prefix: 'baton/',
    endpoint: 'https://s3.example.com',
    region: 'cn-east-1',
  });
  expect(parseBucketAddress('s3://firm-files?lock=30')?.lockDays).toBe(30);
  expect(parseBucketAddress('s3://firm-files')).toEqual({ bucket: 'firm-files', prefix: '', region: 'us-east-1' });
  for (const wrong of [
    '/srv/files',
    's3://',
    's3://UPPER',
    's3://firm-files?endpoint=ftp://x',
    's3://firm-files?lock=soon',
    'https://s3.example.com',
  ])
    expect(parseBucketAddress(wrong), wrong).toBe(null);
});

describe.skipIf(noBucketServer !== null)(noBucketServer ?? 'in a bucket of radosgw', () => {
  let server: BucketServer;
  beforeAll(async () => {
    server = await startBucketServer();
  }, 180_000);
  afterAll(() => server?.close());

  const store = (prefix = 'files/') =>
    openBucketStore({ bucket: server.bucket, prefix, endpoint: server.endpoint, region: 'us-east-1' });

  test('a block of several parts comes back as it was, is there once, and goes away', async () => {
    const content = randomBytes(20 * 1024 * 1024 + 7);
    const name = randomBytes(32).toString('hex');
    expect(await store().size(name)).toBe(null);
    await store().put(name, of(content));
    expect(await store().size(name)).toBe(content.length);
    expect((await whole(await store().get(name))).equals(content)).toBe(true);
    await store().put(name, of(Buffer.from('another')));
    expect(await store().size(name)).toBe(content.length);
    await store().remove(name);
    expect(await store().size(name)).toBe(null);
    await expect(store().get(name)).rejects.toMatchObject({ code: 'file.missing' });
  });

  test('a source that breaks off leaves no block, not even half a one', async () => {
    const name = randomBytes(32).toString('hex');
    async function* broken() {
      yield* of(randomBytes(12 * 1024 * 1024));
      throw new Error('the line is gone');
    }
    await expect(store().put(name, broken())).rejects.toThrow('the line is gone');
    expect(await store().size(name)).toBe(null);
  });

  test('a file arrives on this machine, is kept in the bucket sealed, and is mended from a second copy on disk', async () => {
    const key = createFileKey('file-1');
    const content = Buffer.concat([Buffer.from('KANARIENVOGEL'), randomBytes(9_000_000)]);
    const files = openFiles(store(), join(folder, 'arriving'), openFolderStore(join(folder, 'second')));
    const growing = await files.incoming.at(key, null);
    await growing.append(0, content.subarray(0, 4 * 1024 * 1024), false);
    await growing.append(4 * 1024 * 1024, content.subarray(4 * 1024 * 1024), true);
    await files.keep(key);
    await files.keep(key);
    await files.incoming.remove('file-1');
    expect((await whole(await files.read(key, 'file-1'))).equals(content)).toBe(true);
    await files.second!.copy('file-1');

    const block = createHmac('sha256', 'baton/file-name/v1').update('file-1').digest('hex');
    const at = { Bucket: server.bucket, Key: `files/${block.slice(0, 2)}/${block}` };
    const { Body } = await server.client.send(new GetObjectCommand(at));
    const stored = Buffer.from(await Body!.transformToByteArray());
    expect(stored.includes('KANARIENVOGEL')).toBe(false);
    stored[5_000_000]! ^= 1;
    await server.client.send(new PutObjectCommand({ ...at, Body: stored }));
    await expect(files.read(key, 'file-1').then(whole)).rejects.toMatchObject({ code: 'envelope.file-damaged' });
    await files.second!.mend('file-1');
    expect((await whole(await files.read(key, 'file-1'))).equals(content)).toBe(true);
    await server.client.send(new DeleteObjectCommand(at));
    await expect(files.read(key, 'file-1')).rejects.toMatchObject({ code: 'file.missing' });
    await files.second!.mend('file-1');
    await files.remove('file-1');
    const { KeyCount } = await server.client.send(
      new ListObjectsV2Command({ Bucket: server.bucket, Prefix: 'files/' }),
    );
    expect(KeyCount).toBe(0);
  });

  test('a bucket that is not there, and keys that are not allowed, are refused by name', async () => {
    const name = randomBytes(32).toString('hex');
    const missing = openBucketStore({ bucket: 'nowhere', prefix: '', endpoint: server.endpoint, region: 'us-east-1' });
    await expect(missing.put(name, of(Buffer.from('x')))).rejects.toMatchObject({ code: 'file.bucket-missing' });
    process.env.AWS_SECRET_ACCESS_KEY = 'wrong';
    try {
      await expect(store().size(name)).rejects.toMatchObject({ code: 'file.bucket-forbidden' });
    } finally {
      process.env.AWS_SECRET_ACCESS_KEY = bucketKeys.secretAccessKey;
    }
  });
});

/** A store behind a server that answers as the listener does. */
async function behind(listener: RequestListener) {
  const bucket = await faultyBucket(listener);
  return { store: openBucketStore(bucket.address, impatient), [Symbol.dispose]: () => bucket[Symbol.dispose]() };
}

const name = 'ab'.repeat(32);

test('a server that answers 500 is named as failing, for reading and for writing', async () => {
  using bad = await behind((_request, response) => void response.writeHead(500).end());
  await expect(bad.store.size(name)).rejects.toMatchObject({ code: 'file.bucket-failing', facts: { status: 500 } });
  await expect(bad.store.get(name)).rejects.toMatchObject({ code: 'file.bucket-failing' });
  await expect(bad.store.put(name, of(Buffer.from('x')))).rejects.toMatchObject({ code: 'file.bucket-failing' });
});

test('a server that says nothing, or stops in the middle, is given up after a while', async () => {
  using silent = await behind(() => {});
  await expect(silent.store.size(name)).rejects.toMatchObject({ code: 'file.bucket-unreachable' });
  using stopping = await behind((_request, response) => {
    response.writeHead(200, { 'content-length': 1000 });
    response.write('half');
  });
  await expect(stopping.store.get(name).then(whole)).rejects.toMatchObject({ code: 'file.bucket-unreachable' });
});

test('an answer that is cut off is the server’s fault and not taken for a damaged file', async () => {
  using cutting = await behind((_request, response) => {
    response.writeHead(200, { 'content-length': 1000 });
    response.write('half', () => response.destroy());
  });
  await expect(cutting.store.get(name).then(whole)).rejects.toMatchObject({ code: 'file.bucket-unreachable' });
});

test('a server that keeps another number of bytes than it was given is found out, and its block taken away', async () => {
  const asked: string[] = [];
  using lying = await behind((request, response) => {
    asked.push(request.method!);
    request.resume();
    if (request.method !== 'HEAD') return void request.on('end', () => response.writeHead(200).end());
    const first = asked.filter((method) => method === 'HEAD').length === 1;
    return void response.writeHead(first ? 404 : 200, first ? {} : { 'content-length': 3 }).end();
  });
  await expect(lying.store.put(name, of(Buffer.from('four')))).rejects.toMatchObject({ code: 'file.bucket-wrong' });
  expect(asked.at(-1)).toBe('DELETE');
});

test('a server that is not there is named as not reached', async () => {
  const store = openBucketStore(
    { bucket: 'baton', prefix: '', endpoint: 'http://127.0.0.1:9', region: 'us-east-1' },
    impatient,
  );
  await expect(store.size(name)).rejects.toMatchObject({ code: 'file.bucket-unreachable' });
});
