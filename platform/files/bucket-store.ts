import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { Bytes } from '#platform/envelope/chunked-file.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { BlockStore } from './block-store.ts';
import { type BucketAddress, placeOf } from './bucket-address.ts';
import { BucketFault, bucketFault } from './bucket-fault.ts';

/** How long one waits for a server that says nothing, in milliseconds, and how often one asks again. */
export interface BucketPatience {
  connecting: number;
  silence: number;
  attempts: number;
}

const defaultPatience: BucketPatience = { connecting: 5_000, silence: 30_000, attempts: 3 };
const partBytes = 8 * 1024 * 1024;

/**
 * Blocks in a bucket of an S3 server; who may is taken from the surroundings as every program of AWS does (`AWS_ACCESS_KEY_ID`, …).
 * Besides what `BlockStore` says it refuses with `file.bucket-missing`, and with `file.bucket-wrong` when the server keeps
 * another number of bytes than it was given.
 */
export function openBucketStore(address: BucketAddress, patience: BucketPatience = defaultPatience): BlockStore {
  const { bucket, prefix, endpoint, region } = address;
  const place = placeOf(address);
  const client = new S3Client({
    region,
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    maxAttempts: patience.attempts,
    // Newer checksums are stored by some servers as if they were content.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: patience.connecting,
      requestTimeout: patience.silence,
      throwOnRequestTimeout: true,
    },
  });
  const at = (name: string) => ({ Bucket: bucket, Key: `${prefix}${name.slice(0, 2)}/${name}` });
  const asking = async <T>(ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      throw bucketFault(error, place);
    }
  };

  async function size(name: string): Promise<number | null> {
    try {
      const { ContentLength } = await asking(() => client.send(new HeadObjectCommand(at(name))));
      return ContentLength ?? null;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'file.missing') return null;
      throw error;
    }
  }

  async function put(name: string, source: Bytes): Promise<void> {
    if ((await size(name)) !== null) return;
    let given = 0;
    async function* counted() {
      for await (const piece of source) {
        given += piece.length;
        yield piece;
      }
    }
    const Body = Readable.from(counted(), { objectMode: false, highWaterMark: partBytes });
    const upload = new Upload({ client, params: { ...at(name), Body }, partSize: partBytes, queueSize: 2 });
    await asking(() => upload.done());
    if ((await size(name)) === given) return;
    await remove(name);
    throw new Refusal('file.bucket-wrong', { place }, 'unavailable');
  }

  async function remove(name: string): Promise<void> {
    await asking(() => client.send(new DeleteObjectCommand(at(name))));
  }

  return {
    place,
    put,
    remove,
    size,
    adopt: (name, path) => put(name, createReadStream(path, { highWaterMark: 1024 * 1024 })),
    async get(name) {
      const { Body, ContentLength } = await asking(() => client.send(new GetObjectCommand(at(name))));
      return wholeBody(Body as Readable, ContentLength ?? null, patience.silence, place);
    },
  };
}

/** The body of an answer; what stops coming, or ends too early, is the server's fault and not the block's. */
async function* wholeBody(body: Readable, length: number | null, silence: number, place: string) {
  let seen = 0;
  const clock = setTimeout(() => body.destroy(new BucketFault('file.bucket-unreachable')), silence);
  try {
    for await (const piece of body) {
      clock.refresh();
      seen += (piece as Buffer).length;
      yield piece as Buffer;
    }
  } catch (error) {
    throw bucketFault(error, place);
  } finally {
    clearTimeout(clock);
  }
  if (length !== null && seen !== length) throw new Refusal('file.bucket-unreachable', { place }, 'unavailable');
}
