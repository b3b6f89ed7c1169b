import { Readable } from 'node:stream';
import type { Page, Response } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as reconciliation from '#modules/reconciliation/reconciliation.ts';
import { paths } from '#kit/paths.ts';
import { type Case, aCase } from '#testing/at-work.ts';
import { pageWeights, weightReport } from '#web/build/weight.ts';
import { textsOfModules } from '#web/build/words.ts';
import { openBrowser, settled, signIn } from './person.ts';
import { type Stage, builtPages, openStage } from './stage.ts';

const kilobyte = 1024;

let stage: Stage;
let made: Case;

beforeAll(async () => {
  stage = await openStage();
  made = await aCase(stage.house, 'signed', { batches: [1, 1] });
}, 180_000);

afterAll(() => stage?.close(), 60_000);

test('the sign-in page is there with at most 100 KB of script and style', async () => {
  const page = await (await openBrowser(stage.browser, stage.url)).newPage();
  expect(await weightOf(page, paths.signIn())).toBeLessThanOrEqual(100 * kilobyte);
});

test('any page that somebody opens first is there with at most 350 KB of script and style, and every word of it', async () => {
  const page = await signIn(await openBrowser(stage.browser, stage.url), made.incoming);
  const weights: [path: string, bytes: number][] = [];
  const unsaid: [path: string, keys: string[]][] = [];
  for (const path of await everyAddress()) {
    weights.push([path, await weightOf(page, path)]);
    unsaid.push([path, await keysShown(page)]);
  }
  expect(weights.filter(([, bytes]) => bytes > 350 * kilobyte)).toEqual([]);
  expect(weights.filter(([, bytes]) => bytes === 0)).toEqual([]);
  expect(unsaid.filter(([, keys]) => keys.length > 0)).toEqual([]);
});

test('as built, the sign-in page is there at once, and any first page soon after', async () => {
  const weights = await pageWeights(builtPages);
  expect(weights.map(({ page }) => page)).toContain('sign-in.html');
  const heavy = weights.filter(({ bytes, limit }) => bytes > limit);
  expect(heavy, weightReport(weights)).toEqual([]);
});

test('a page is there also when the words of every page come last, and when the network drops what was on its way', async () => {
  const page = await signIn(await openBrowser(stage.browser, stage.url), made.incoming);
  const arrived = page.getByRole('heading', { name: made.incoming.name });
  await arrived.waitFor();
  const fetchedLater = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.endsWith('.js') && !document.querySelector(`[src="${path}"]`)),
  );
  const isWords = (path: string) => path.includes('/texts.');
  const words = fetchedLater.filter(isWords);
  expect(words).toHaveLength(1);
  await page.route(`**${words[0]}`, (late) => setTimeout(() => void late.continue(), 1_000), { times: 1 });
  await page.goto(paths.home(), { waitUntil: 'commit' });
  await arrived.waitFor();
  let lost: string[] = [];
  await page.route('**/assets/*.js', (asked) =>
    lost.includes(new URL(asked.request().url()).pathname) ? asked.abort('addressunreachable') : asked.continue(),
  );
  for (const dropped of [fetchedLater, fetchedLater.filter((path) => !isWords(path))]) {
    lost = dropped;
    await page.goto(paths.home(), { waitUntil: 'commit' });
    await page.waitForEvent('framenavigated');
    lost = [];
    await arrived.waitFor();
  }
});

/** Each address of the application, with what stands there. */
async function everyAddress(): Promise<string[]> {
  const { receiver, handover, batches, clients } = made;
  const client = clients[1]![0]!;
  const { lines } = await receiver.api.reconciliation.readSheet({ handover, client });
  const checked = lines.find(({ rows }) => rows.length > 0)!;
  const { issue } = await receiver.api.reconciliation.recordCheck({
    item: checked.item,
    field: checked.rows[0]!.field,
    held: '另有所见',
    source: 'original',
    remark: '营业执照副本',
  });
  const [letter] = await receiver.api.signing.openLetters({ handover });
  const [sealed] = await receiver.api.archive.listPackages();
  const { dataset, comparison } = await aComparison();
  const tabs = ['plan', 'inventory', 'comparisons', 'sampling', 'pledges', 'signing', 'documents', 'journal'];
  return [
    paths.home(),
    paths.handovers(),
    paths.newHandover(),
    paths.handover(handover),
    ...tabs.map((tab) => paths.handover(handover, tab)),
    paths.checking(handover, client),
    paths.newComparison(handover, batches[1]),
    paths.dataset(handover, dataset),
    paths.comparison(handover, comparison),
    paths.comparison(handover, comparison, 'differences'),
    paths.comparison(handover, comparison, 'links'),
    ...batches.map((batch) => paths.signing(handover, batch)),
    paths.pledge(handover, letter!.id),
    paths.letters(),
    paths.clients(),
    paths.clientImport(),
    paths.client(client),
    ...['contracts', 'figures', 'documents', 'vault', 'history'].map((tab) => paths.client(client, tab)),
    paths.issues(),
    paths.issue(issue!.id),
    paths.archives(),
    paths.archive(sealed!.id),
    paths.exports(),
    paths.takings(),
    paths.journal(),
    paths.files(),
    paths.classes(),
    paths.classes(client),
    paths.directory(),
    paths.retentionKinds(),
    paths.safeguards(),
    paths.disposals(),
    paths.newDisposal(),
    ...['people', 'teams', 'me', 'access', 'keys', 'recovery', 'about'].map((section) => paths.settings(section)),
    paths.welcome(),
  ];
}

/** Two tables of the batch that is not signed yet, compared. */
async function aComparison() {
  const { house } = stage;
  const place = { batch: made.batches[1]! };
  const bring = (name: string, text: string) =>
    reconciliation.addDataset(made.incoming.context, { ...place, name }, Readable.from([Buffer.from(text)]));
  const { dataset: left } = await bring('移交.csv', '客户编号,余额\nA1,1.00\nA2,2.00\n');
  const { dataset: right } = await bring('账套.csv', '客户编号,余额\nA1,1.10\n');
  await house.drain();
  const { comparison: api } = made.receiver.api;
  const { pairs, key } = await api.proposeMapping({ left, right });
  const told = pairs.map(({ left: one, right: other, normaliser }) => ({ left: one, right: other, normaliser }));
  const { id } = await api.start({ left, right, pairs: told, key });
  await house.drain();
  return { dataset: left, comparison: id };
}

/** Keys that stand on the page in the place of their texts. */
async function keysShown(page: Page): Promise<string[]> {
  const modules = [...textsOfModules('zh').keys()];
  const shown = await page.evaluate(() => document.body.innerText);
  return (
    shown.match(new RegExp(`\\b(${modules.join('|')}|task|gate|choice|record|refusal)\\.[a-z][\\w-]*[\\w.-]*`, 'g')) ??
    []
  );
}

/** Bytes of script and style that a browser which has nothing yet fetches, as they come by brotli, until the page stands. */
async function weightOf(page: Page, path: string): Promise<number> {
  const wire = await page.context().newCDPSession(page);
  await wire.send('Network.setCacheDisabled', { cacheDisabled: true });
  const weights = new Map<string, number>();
  const weigh = (response: Response) => {
    if (!['script', 'stylesheet'].includes(response.request().resourceType())) return;
    const headers = response.headers();
    expect(headers['content-encoding'], response.url()).toBe('br');
    weights.set(response.url(), Number(headers['content-length']));
  };
  // What the page before was still fetching is not this one's.
  await page.goto('about:blank');
  page.on('response', weigh);
  await page.goto(path);
  await settled(page);
  page.off('response', weigh);
  await wire.detach();
  return [...weights.values()].reduce((all, bytes) => all + bytes, 0);
}
