import { createHash } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  PutObjectRetentionCommand,
} from '@aws-sdk/client-s3';
import type { BucketAddress } from '#platform/files/bucket-address.ts';
import { type BucketPatience, defaultPatience, openBucketClient, wholeBody } from '#platform/files/bucket-client.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { lockedUntil, type RepositoryStore, type StoredFile } from './repository-store.ts';

/** Packs that are kept in memory: blobs that were written together are read together. */
const mostHeld = 6;

/**
 * A repository in a bucket of an S3 server. Each file is one object, sent with the MD5 of its content, so that a server which is
 * given something else says so. With `lock` days in the address every object but those under `apart/` is locked for at least so
 * long against everybody (object lock, COMPLIANCE), which the bucket must have been made for.
 */
export function openBucketRepository(
  address: BucketAddress,
  patience: BucketPatience = defaultPatience,
): RepositoryStore {
  const { bucket, prefix, lockDays } = address;
  const { client, place, asking } = openBucketClient(address, patience);
  const held = new Map<string, Promise<Buffer>>();
  const lockedTo = new Map<string, number>();
  let versioned: Promise<boolean> | undefined;
  const at = (name: string) => ({ Bucket: bucket, Key: `${prefix}${name}` });

  async function put(name: string, pieces: readonly Uint8Array[], until: Date | null): Promise<void> {
    const Body = Buffer.concat(pieces);
    const ContentMD5 = createHash('md5').update(Body).digest('base64');
    const lock = until ? ({ ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: until } as const) : {};
    await asking(() => client.send(new PutObjectCommand({ ...at(name), Body, ContentMD5, ...lock })));
    if (until) lockedTo.set(name, until.getTime());
  }

  async function renew(name: string, until: Date): Promise<void> {
    const Retention = { Mode: 'COMPLIANCE', RetainUntilDate: until } as const;
    try {
      await asking(() => client.send(new PutObjectRetentionCommand({ ...at(name), Retention })));
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'file.bucket-forbidden')) throw error;
      throw new Refusal('backup.lock-not-renewed', { place }, 'conflict');
    }
    lockedTo.set(name, until.getTime());
  }

  async function read(name: string): Promise<Buffer | null> {
    try {
      const answer = await asking(() => client.send(new GetObjectCommand(at(name))));
      return Buffer.concat(await Array.fromAsync(wholeBody(answer, patience.silence, place)));
    } catch (error) {
      if (error instanceof Refusal && error.code === 'file.missing') return null;
      throw error;
    }
  }

  /** Every version of one object, the newest first; null where the bucket keeps none. */
  async function versionsOf(name: string): Promise<string[] | null> {
    versioned ??= asking(() => client.send(new GetBucketVersioningCommand({ Bucket: bucket }))).then(
      ({ Status }) => Status !== undefined,
    );
    if (!(await versioned)) return null;
    const listing = new ListObjectVersionsCommand({ Bucket: bucket, Prefix: `${prefix}${name}` });
    const { Versions = [], DeleteMarkers = [] } = await asking(() => client.send(listing));
    return [...Versions, ...DeleteMarkers].map(({ VersionId }) => VersionId!);
  }

  /** Gives whether it is gone; the place may not let it go. */
  async function drop(name: string, VersionId?: string): Promise<boolean> {
    try {
      await asking(() => client.send(new DeleteObjectCommand({ ...at(name), ...(VersionId ? { VersionId } : {}) })));
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'file.bucket-forbidden') return false;
      throw error;
    }
  }

  return {
    place,
    lock: lockDays ? { days: lockDays, until: lockedTo, renew } : null,
    async glance() {
      const listing = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: 3 });
      const { Contents = [] } = await asking(() => client.send(listing));
      return Contents.map(({ Key }) => Key!.slice(prefix.length));
    },
    write: (name, pieces) => put(name, pieces, lockDays ? lockedUntil(lockDays, new Date()) : null),
    async replace(name, pieces) {
      const former = await versionsOf(name);
      await put(name, pieces, null);
      for (const version of former ?? [])
        if (!(await drop(name, version))) throw new Refusal('backup.former-kept', { place }, 'conflict');
    },
    read,
    async readPart(name, offset, length) {
      const reading = held.get(name) ?? read(name).then((found) => found ?? Buffer.alloc(0));
      held.delete(name);
      held.set(name, reading);
      if (held.size > mostHeld) held.delete(held.keys().next().value!);
      try {
        return (await reading).subarray(offset, offset + length);
      } catch (error) {
        held.delete(name);
        throw error;
      }
    },
    async list(folder) {
      const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: `${prefix}${folder}/` });
      const files: StoredFile[] = [];
      await asking(async () => {
        for await (const { Contents = [] } of pages)
          for (const { Key, Size } of Contents) files.push({ name: Key!.slice(prefix.length), size: Size! });
      });
      return files;
    },
    async remove(name) {
      const versions = await versionsOf(name);
      if (!versions) return drop(name);
      for (const version of versions) if (!(await drop(name, version))) return false;
      return true;
    },
  };
}
