import { Refusal } from '#platform/kernel/refusal.ts';

/** A fault of a bucket that we found out ourselves. */
export class BucketFault extends Error {}

const byStatus: Record<number, string> = { 401: 'file.bucket-forbidden', 403: 'file.bucket-forbidden' };

/** What a bucket's server did wrong as a refusal that says it: not there, not allowed, failing, or not to be reached. */
export function bucketFault(error: unknown, place: string): unknown {
  if (error instanceof Refusal) return error;
  if (error instanceof BucketFault) return new Refusal(error.message, { place }, 'unavailable');
  const { name, code, $metadata } = error as { name?: string; code?: string; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  if (name === 'NoSuchBucket') return new Refusal('file.bucket-missing', { place }, 'unavailable');
  if (status === 404 || name === 'NoSuchKey' || name === 'NotFound')
    return new Refusal('file.missing', {}, 'not-found');
  if (status !== undefined)
    return new Refusal(byStatus[status] ?? 'file.bucket-failing', { place, status }, 'unavailable');
  const unreached = name === 'TimeoutError' || /^(E[A-Z]+|ERR_STREAM_PREMATURE_CLOSE|UND_ERR.*)$/.test(code ?? '');
  if (unreached || name === 'AbortError') return new Refusal('file.bucket-unreachable', { place }, 'unavailable');
  if (name === 'CredentialsProviderError') return new Refusal('file.bucket-forbidden', { place }, 'unavailable');
  return error;
}
