import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import packageJson from './package.json' with { type: 'json' };
import { type Breach, checkArchitecture, rules } from './architecture.ts';

const houses: string[] = [];

afterEach(() => {
  for (const house of houses.splice(0)) rmSync(house, { recursive: true, force: true });
});

/** A house of its own in a temporary folder: one file a line, each importing what is listed. */
function aHouse(files: Record<string, string[]>): string {
  const house = mkdtempSync(join(tmpdir(), 'baton-architecture-'));
  houses.push(house);
  write(house, 'package.json', JSON.stringify({ type: 'module', imports: packageJson.imports }));
  mkdirSync(join(house, 'modules'));
  const all = { 'modules/client/client.ts': ['#platform/kernel/id.ts'], 'platform/kernel/id.ts': [], ...files };
  const imported = Object.values(all)
    .flat()
    .filter((name) => name.startsWith('#'));
  for (const name of imported) write(house, name.slice(1), '');
  for (const [name, imports] of Object.entries(all)) {
    write(house, name, imports.map((each) => `import type { Anything } from '${each}';\n`).join(''));
  }
  return house;
}

function write(house: string, name: string, text: string): void {
  mkdirSync(dirname(join(house, name)), { recursive: true });
  writeFileSync(join(house, name), `${text}export type Anything = string;\n`.replace(/^(\{.*\})export .*/s, '$1'));
}

const faults: [rule: string, file: string, imported: string][] = [
  ['the-grounds-know-no-module', 'platform/log/log.ts', '#modules/client/client.ts'],
  ['the-grounds-know-no-module', 'kit/Page.tsx', '#modules/client/client.contract.ts'],
  ['modules-know-no-program', 'modules/client/client.ts', '#server/main.ts'],
  ['modules-stand-on-earlier-modules', 'modules/client/client.ts', '#modules/vault/vault.ts'],
  ['a-module-is-entered-by-its-door', 'modules/vault/vault.ts', '#modules/client/search.ts'],
  ['the-server-enters-by-the-door', 'server/main.ts', '#modules/client/search.ts'],
  ['factories-are-for-tests', 'modules/vault/vault.ts', '#modules/client/client.factory.ts'],
  ['test-code-stays-in-tests', 'server/main.ts', '#testing/database.ts'],
  ['routers-and-jobs-are-mounted-by-the-server', 'modules/client/client.ts', '#modules/client/client.router.ts'],
  ['commands-are-mounted-by-the-cli', 'server/main.ts', '#modules/client/client.cli.ts'],
  ['web-knows-contract-and-policy', 'modules/vault/web/Vault.tsx', '#modules/client/client.ts'],
  ['web-knows-contract-and-policy', 'web/main.tsx', '#modules/client/client.ts'],
  ['web-runs-in-the-browser', 'kit/Page.tsx', '#platform/database/database.ts'],
  ['web-runs-in-the-browser', 'modules/client/web/Client.tsx', 'node:fs'],
  ['commands-know-contract-and-policy', 'modules/client/client.cli.ts', '#modules/client/client.ts'],
  ['commands-know-contract-and-policy', 'modules/vault/vault.cli.ts', '#modules/client/client.table.ts'],
  ['commands-know-contract-and-policy', 'cli/baton.ts', '#modules/client/client.ts'],
  ['the-engine-stands-alone', 'modules/reconciliation/engine/engine.ts', '#platform/database/database.ts'],
  ['the-engine-stands-alone', 'modules/reconciliation/engine/engine.ts', '#modules/client/client.ts'],
  ['kernel-and-crypto-run-in-the-browser', 'platform/crypto/seal.ts', '#platform/log/log.ts'],
  ['kernel-and-crypto-run-in-the-browser', 'platform/kernel/day.ts', 'node:crypto'],
  ['contracts-and-policies-run-in-the-browser', 'modules/client/client.policy.ts', '#modules/client/client.table.ts'],
  ['contracts-and-policies-run-in-the-browser', 'modules/client/client.contract.ts', 'node:crypto'],
  ['imports-resolve', 'modules/client/client.ts', './nowhere.ts'],
];

describe('in a house with every fault', () => {
  let breaches: Breach[];
  beforeAll(async () => {
    const files = Map.groupBy(faults, ([, file]) => file);
    const planted = [...files].map(([file, all]) => [file, all.map(([, , imported]) => imported)] as const);
    ({ breaches } = await checkArchitecture(aHouse(Object.fromEntries(planted))));
  });

  test.each(faults)('%s: %s may not import %s', (rule, file, imported) => {
    const found = breaches.map((breach) => [breach.rule, breach.from, breach.to]);
    // Of what is reached through other files only the beginning is told.
    expect(found).toContainEqual([rule, file, expect.toBeOneOf([imported.replace(/^#|^node:/, ''), file])]);
  });
});

test('two files that import only types of each other are a circle', async () => {
  const house = aHouse({ 'modules/client/one.ts': ['./two.ts'], 'modules/client/two.ts': ['./one.ts'] });
  const { breaches } = await checkArchitecture(house);
  expect(breaches.map(({ rule }) => rule)).toContain('no-circles');
});

test.each(['node:fs', '#platform/database/database.ts', './client.table.ts', './client.ts'])(
  'a contract may not reach %s through an inner file',
  async (imported) => {
    const house = aHouse({
      'modules/client/client.contract.ts': ['./field.ts'],
      'modules/client/field.ts': [imported],
    });
    if (imported === './client.table.ts') write(house, 'modules/client/client.table.ts', '');
    const { breaches } = await checkArchitecture(house);
    expect(breaches).toMatchObject([
      { rule: 'contracts-and-policies-run-in-the-browser', from: 'modules/client/client.contract.ts' },
    ]);
  },
);

test('a module without a place in the order is found', async () => {
  const { breaches } = await checkArchitecture(aHouse({ 'modules/stranger/stranger.ts': [] }));
  expect(breaches).toMatchObject([{ rule: 'every-module-has-its-place', from: 'modules/stranger' }]);
});

test('every rule but the one on circles has a planted fault', () => {
  const planted = new Set(faults.map(([rule]) => rule));
  expect(rules.map(({ name }) => name).filter((name) => !planted.has(name ?? ''))).toEqual(['no-circles']);
});

test('an orderly house has no breach', async () => {
  const house = aHouse({
    'modules/vault/vault.ts': ['#modules/client/client.ts', '#modules/client/client.policy.ts', './holder.ts'],
    'modules/vault/vault.table.ts': ['#modules/client/client.table.ts', '#platform/database/columns.ts'],
    'modules/vault/vault.test.ts': ['#modules/client/client.factory.ts', '#testing/database.ts', './vault.ts'],
    'modules/vault/holder.ts': ['#platform/database/database.ts', 'node:crypto'],
    'modules/vault/vault.router.ts': ['./vault.ts', '#modules/vault/vault.contract.ts'],
    'modules/vault/vault.cli.ts': ['./vault.contract.ts', './offline.ts', 'node:fs'],
    'modules/vault/offline.ts': ['#platform/crypto/seal.ts', 'node:fs'],
    'modules/vault/web/Vault.tsx': ['./SealItemForm.tsx', '#modules/client/client.contract.ts', '#kit/Page.tsx'],
    'modules/vault/web/SealItemForm.tsx': ['#modules/vault/vault.policy.ts', '#platform/kernel/id.ts'],
    'modules/vault/vault.contract.ts': ['./lock.ts', '#modules/client/client.contract.ts'],
    'modules/vault/lock.ts': ['#platform/crypto/seal.ts'],
    'modules/vault/vault.policy.ts': ['#platform/context/actor.ts'],
    'server/main.ts': ['#modules/vault/vault.router.ts', '#modules/vault/vault.table.ts'],
    'cli/baton.ts': ['#modules/vault/vault.cli.ts'],
    'web/main.tsx': ['#modules/vault/web/Vault.tsx'],
  });
  expect((await checkArchitecture(house)).breaches).toEqual([]);
});

test('an import behind a `using` declaration is read', async () => {
  const house = aHouse({ 'modules/vault/vault.ts': ['#modules/client/search.ts'] });
  writeFileSync(
    join(house, 'modules/vault/vault.ts'),
    "async function open() { await using file = await import('#modules/client/search.ts'); }",
  );
  const { breaches } = await checkArchitecture(house);
  expect(breaches).toMatchObject([{ rule: 'a-module-is-entered-by-its-door', to: 'modules/client/search.ts' }]);
});

test('a check that reads no file fails', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'baton-architecture-'));
  houses.push(empty);
  mkdirSync(join(empty, 'modules'));
  await expect(checkArchitecture(empty)).rejects.toThrow('read 0 files');
});
