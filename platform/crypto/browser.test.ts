import { readdir } from 'node:fs/promises';
import { build } from 'vite';
import { expect, test } from 'vitest';

const folder = import.meta.dirname;
const sources = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));

test('everything here bundles for the browser without a module of Node', async () => {
  const entry = 'virtual:everything';
  const bundles = await build({
    configFile: false,
    root: folder,
    logLevel: 'silent',
    build: { write: false, rolldownOptions: { input: entry, preserveEntrySignatures: 'strict' } },
    plugins: [
      {
        name: 'everything',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? sources.map((name) => `export * from '${folder}/${name}';`).join('\n') : null),
      },
    ],
  });
  const chunks = [bundles].flat().flatMap((bundle) => ('output' in bundle ? bundle.output : []));
  const modules = chunks.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
  const code = chunks.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('');
  expect(modules).toEqual(expect.arrayContaining(sources.map((name) => `${folder}/${name}`)));
  expect(modules.filter((id) => id.startsWith('node:') || id.includes('browser-external'))).toEqual([]);
  expect(code).not.toMatch(/["']node:/);
});
