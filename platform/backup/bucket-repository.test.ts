import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { bucketKeys } from '#testing/bucket.ts';
import { faultyBucket, impatient } from '#testing/faulty-bucket.ts';
import { openBucketRepository } from './bucket-repository.ts';
import { Repository } from './repository.ts';
import { createRepositoryKey } from './repository-key.ts';

process.env.AWS_ACCESS_KEY_ID = bucketKeys.accessKeyId;
process.env.AWS_SECRET_ACCESS_KEY = bucketKeys.secretAccessKey;

async function behind(listener: RequestListener) {
  const bucket = await faultyBucket(listener);
  const store = openBucketRepository({ ...bucket.address, lockDays: 2 }, impatient);
  const repository = new Repository(store, createRepositoryKey());
  return { repository, [Symbol.dispose]: () => bucket[Symbol.dispose]() };
}

test('a server that answers 500 is named; a backup to it has no snapshot, and whoever goes on putting is stopped', async () => {
  using failing = await behind((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(500).end());
  });
  const { repository } = failing;
  repository.put(Buffer.from('content'));
  await expect(repository.writeSnapshot(new Date(), {})).rejects.toMatchObject({ code: 'file.bucket-failing' });
  expect(repository.crowded).toBe(true);
  await expect(repository.room()).rejects.toMatchObject({ code: 'file.bucket-failing', facts: { status: 500 } });
  await expect(repository.snapshots()).rejects.toMatchObject({ code: 'file.bucket-failing' });
});

test('a server that says nothing is given up, and so is one that stops in the middle of a pack', async () => {
  using silent = await behind(() => {});
  await expect(silent.repository.load()).rejects.toMatchObject({ code: 'file.bucket-unreachable' });
  using cutting = await behind((_request, response) => {
    response.writeHead(200, { 'content-length': 1000 });
    response.write('half', () => response.destroy());
  });
  await expect(cutting.repository.store.readPart('packs/ab/abcd.pack', 0, 4)).rejects.toMatchObject({
    code: 'file.bucket-unreachable',
  });
});

test('keys that may not write are named, and those that may not lock for longer', async () => {
  using closed = await behind((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(403).end());
  });
  closed.repository.put(Buffer.from('content'));
  await expect(closed.repository.flush()).rejects.toMatchObject({ code: 'file.bucket-forbidden' });
  const renewing = closed.repository.store.lock!.renew('key.age', new Date());
  await expect(renewing).rejects.toMatchObject({ code: 'backup.lock-not-renewed' });
});
