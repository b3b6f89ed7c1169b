import type { Readable } from 'node:stream';
import { type GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { Refusal } from '#platform/kernel/refusal.ts';
import { type BucketAddress, placeOf } from './bucket-address.ts';
import { BucketFault, bucketFault } from './bucket-fault.ts';

/** How long one waits for a server that says nothing, in milliseconds, and how often one asks again. */
export interface BucketPatience {
  connecting: number;
  silence: number;
  attempts: number;
}

export const defaultPatience: BucketPatience = { connecting: 5_000, silence: 30_000, attempts: 3 };

/** A bucket that is asked. */
export interface BucketClient {
  client: S3Client;
  /** For people. */
  place: string;
  /** Runs `ask`; what the server did wrong is refused as `bucketFault` names it. */
  asking<T>(ask: () => Promise<T>): Promise<T>;
}

/** Who may is taken from the surroundings as every program of AWS does (`AWS_ACCESS_KEY_ID`, …). */
export function openBucketClient(address: BucketAddress, patience: BucketPatience): BucketClient {
  const { endpoint, region } = address;
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
  return {
    client,
    place,
    async asking(ask) {
      try {
        return await ask();
      } catch (error) {
        throw bucketFault(error, place);
      }
    },
  };
}

/** The body of an answer; what stops coming, or ends too early, is the server's fault and not the block's. */
export async function* wholeBody(
  { Body, ContentLength: length }: GetObjectCommandOutput,
  silence: number,
  place: string,
): AsyncGenerator<Buffer> {
  const body = Body as Readable;
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
  if (length !== undefined && seen !== length) throw new Refusal('file.bucket-unreachable', { place }, 'unavailable');
}
