import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { Bytes } from '#platform/envelope/chunked-file.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { BlockStore } from './block-store.ts';
import type { BucketAddress } from './bucket-address.ts';
import { type BucketPatience, defaultPatience, openBucketClient, wholeBody } from './bucket-client.ts';

/** A block as a listing of the bucket tells it. */
export interface ListedBlock {
  name: string;
  /** In bytes. */
  size: number;
  /** Milliseconds since 1970. */
  modified: number;
}

export interface BucketStore extends BlockStore {
  /** Every block, sorted by name; whatever else lies there is left out. */
  list(): AsyncIterable<ListedBlock>;
}

const partBytes = 8 * 1024 * 1024;

/**
 * Blocks in a bucket of an S3 server, as `openBucketClient` asks it. Besides what `BlockStore` says it refuses with
 * `file.bucket-missing`, and with `file.bucket-wrong` when the server keeps another number of bytes than it was given.
 */
export function openBucketStore(address: BucketAddress, patience: BucketPatience = defaultPatience): BucketStore {
  const { bucket, prefix } = address;
  const { client, place, asking } = openBucketClient(address, patience);
  const at = (name: string) => ({ Bucket: bucket, Key: `${prefix}${name.slice(0, 2)}/${name}` });
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
      return wholeBody(await asking(() => client.send(new GetObjectCommand(at(name)))), patience.silence, place);
    },
    async *list() {
      const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix });
      for (;;) {
        const { value: page, done } = await asking(() => pages.next());
        if (done) return;
        for (const { Key, Size, LastModified } of page.Contents ?? []) {
          const name = /^[0-9a-f]{2}\/([0-9a-f]{64})$/.exec(Key!.slice(prefix.length))?.[1];
          if (name) yield { name, size: Size!, modified: LastModified!.getTime() };
        }
      }
    },
  };
}
