import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BucketAddress } from '#platform/files/bucket-address.ts';
import type { BucketPatience } from '#platform/files/bucket-client.ts';

/** For servers that are not worth waiting for. */
export const impatient: BucketPatience = { connecting: 1_000, silence: 1_000, attempts: 1 };

/** The address of a bucket whose server answers as the listener does, until it is disposed of. */
export async function faultyBucket(listener: RequestListener): Promise<{ address: BucketAddress } & Disposable> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address: { bucket: 'baton', prefix: '', endpoint, region: 'us-east-1' },
    [Symbol.dispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
