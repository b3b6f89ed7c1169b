import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';

/** A real S3 server with an empty bucket. */
export interface BucketServer {
  endpoint: string;
  bucket: string;
  client: S3Client;
  /** Stops the gateway, as when a server is lost. */
  close(): Promise<void>;
}

/** Why there is no S3 server on this machine; null when there is one: radosgw, ceph-mon and ceph-osd of Debian. */
export const noBucketServer = ['radosgw', 'ceph-mon', 'ceph-osd'].every((name) => existsSync(`/usr/bin/${name}`))
  ? null
  : 'skipped: radosgw, ceph-mon and ceph-osd of Debian are not installed';

export const bucketKeys = { accessKeyId: 'BATONTESTS', secretAccessKey: 'only-for-tests-of-baton' };

const run = promisify(execFile);

/** Starts a ceph of one monitor and one store in memory, and its S3 gateway; takes about half a minute. */
export async function startBucketServer(): Promise<BucketServer> {
  const folder = await mkdtemp(join(tmpdir(), 'baton-bucket-'));
  const [fsid, store] = [randomUUID(), randomUUID()];
  const [monitor, gateway] = [await freePort(), await freePort()];
  const configFile = join(folder, 'ceph.conf');
  await writeFile(configFile, configuration(folder, fsid, monitor, gateway));
  for (const name of ['mon', 'osd', 'rgw']) await mkdir(join(folder, name));
  await writeFile(join(folder, 'keyring'), '');
  const config = ['-c', configFile];
  const started: ChildProcess[] = [];
  const start = (program: string, ...args: string[]) =>
    started.push(spawn(program, [...config, '-f', ...args], { stdio: 'ignore' }));
  const stop = async () => {
    for (const child of started.reverse()) {
      if (child.exitCode !== null) continue;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const map = join(folder, 'monmap');
    await run('monmaptool', ['--create', '--fsid', fsid, '--addv', 'a', `[v2:127.0.0.1:${monitor}/0]`, map]);
    await run('ceph-mon', [...config, '--mkfs', '-i', 'a', '--monmap', map]);
    start('ceph-mon', '-i', 'a');
    await run('ceph', [...config, '--connect-timeout', '60', 'osd', 'new', store]);
    await run('ceph-osd', [...config, '-i', '0', '--mkfs', '--osd-uuid', store]);
    start('ceph-osd', '-i', '0');
    start('radosgw', '-n', 'client.rgw');
    const endpoint = `http://127.0.0.1:${gateway}`;
    await answering(endpoint);
    const user = ['user', 'create', '--uid', 'baton', '--display-name', 'baton'];
    const keys = ['--access-key', bucketKeys.accessKeyId, '--secret-key', bucketKeys.secretAccessKey];
    await run('radosgw-admin', [...config, ...user, ...keys], { timeout: 120_000 });
    const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: bucketKeys });
    const bucket = 'baton';
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    return { endpoint, bucket, client, close: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function configuration(folder: string, fsid: string, monitor: number, gateway: number): string {
  return `[global]
fsid = ${fsid}
mon host = [v2:127.0.0.1:${monitor}/0]
ms bind msgr1 = false
ms mon client mode = crc
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
osd objectstore = memstore
memstore device bytes = 1073741824
mon data = ${folder}/mon
osd data = ${folder}/osd
rgw data = ${folder}/rgw
admin socket = ${folder}/$name.asok
pid file = ${folder}/$name.pid
log file = ${folder}/$name.log
run dir = ${folder}
crash dir = ${folder}
keyring = ${folder}/keyring
rgw frontends = beast endpoint=127.0.0.1:${gateway}
`;
}

async function answering(endpoint: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    if (
      await fetch(endpoint).then(
        () => true,
        () => false,
      )
    )
      return;
    if (attempt === 240) throw new Error('radosgw does not answer');
    await pause(250);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
