/** A place in an S3 server. */
export interface BucketAddress {
  bucket: string;
  /** Empty, or ends with a slash. */
  prefix: string;
  /** Absent: AWS itself. */
  endpoint?: string;
  region: string;
  /** For how long what is written may not be taken away, not even by whoever has the keys. */
  lockDays?: number;
}

/** Reads `s3://bucket/prefix?endpoint=https://s3.example.com&region=cn-east-1&lock=30`; null when it is none. */
export function parseBucketAddress(text: string): BucketAddress | null {
  if (!text.startsWith('s3://') || !URL.canParse(text)) return null;
  const { hostname: bucket, pathname, searchParams } = new URL(text);
  const endpoint = searchParams.get('endpoint');
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) return null;
  if (endpoint !== null && !(URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol))) return null;
  const lock = searchParams.get('lock');
  if (lock !== null && !/^[1-9]\d{0,3}$/.test(lock)) return null;
  const prefix = pathname.replaceAll(/^\/+|\/+$/g, '');
  return {
    bucket,
    prefix: prefix === '' ? '' : `${prefix}/`,
    ...(endpoint === null ? {} : { endpoint }),
    region: searchParams.get('region') ?? 'us-east-1',
    ...(lock === null ? {} : { lockDays: Number(lock) }),
  };
}

/** For people: which bucket this is. */
export function placeOf({ bucket, prefix, endpoint }: BucketAddress): string {
  return `s3://${bucket}/${prefix}${endpoint ? ` (${new URL(endpoint).host})` : ''}`;
}
