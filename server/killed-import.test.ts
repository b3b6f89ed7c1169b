import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as client from '#modules/client/client.ts';
import { register, upload } from '#modules/client/import/import.factory.ts';
import * as journal from '#modules/journal/journal.ts';
import { clusterPasswords, useHouse } from '#testing/house.ts';
import type { KilledImport } from '#testing/killed-import.ts';
import { resumeWork } from './resume.ts';

const house = useHouse();

test('an import that is cut off by kill -9 leaves nothing, and is carried out whole once the program has started again', async () => {
  const { founder, hire, drain, ground } = house();
  const owner = await hire('岳明');
  const rows = Array.from({ length: 4500 }, (_, at) => ({
    客户编号: `KH${10_000 + at}`,
    企业名称: `上海第${at}商行`,
    '服务费(元/月)': '100.00',
  }));
  const shown = await upload(founder, register('岳明', rows), '台账.csv');
  const one = { import: shown.import.id };
  const { digest } = await client.previewImport(founder.context, one);
  await client.confirmImport(founder.context, { ...one, digest });

  expect(await importKilled(3)).toBe('SIGKILL');
  await drain();
  const cut = await client.importProgress(founder.context, one);
  expect([cut.state, cut.counts.done]).toEqual(['running', 4000]);
  expect((await client.listClients(owner.context, list)).total).toBe(0);

  await resumeWork(ground);
  await drain();
  expect(await client.importProgress(founder.context, one)).toMatchObject({
    state: 'done',
    counts: { added: 4500, done: 4500 },
  });
  expect((await client.listClients(owner.context, list)).total).toBe(4500);
  const { entries } = await journal.listEntries(founder.context, { verb: 'client.import-done', limit: 10 });
  expect(entries).toHaveLength(1);
}, 120_000);

const list = { sort: 'number', descending: false, limit: 50 } as const;

/** Does the waiting jobs in a process that kills itself before it writes that part; gives what ended it. */
async function importKilled(part: number): Promise<NodeJS.Signals | null> {
  const { dataFolder, owner, firm } = house();
  const wish: KilledImport = { dataFolder, owner, passwords: clusterPasswords, firm, part };
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'testing', 'killed-import.ts')], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  child.stdin.end(JSON.stringify(wish));
  const [, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return signal;
}
