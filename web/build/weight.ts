import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

type Chunk = {
  file: string;
  src?: string;
  isEntry?: boolean;
  imports?: string[];
  dynamicImports?: string[];
  css?: string[];
};
type Manifest = Record<string, Chunk>;

/** What a browser fetches, compressed by brotli, before the page stands: script and style, in bytes. */
export type PageWeight = { page: string; bytes: number; limit: number };

const kilobyte = 1024;

/** The most that a page may weigh: signing in and the client portal must be there at once, also on a phone. */
const limits: Record<string, number> = { 'sign-in.html': 100 * kilobyte };
const applicationLimit = 350 * kilobyte;

/**
 * The weight of each page of a build, were it the first that somebody opens: its entry, and every
 * chunk and Chinese text that the page's own module draws in.
 *
 * @param built the folder of the build, `dist/web`.
 */
export async function pageWeights(built: string): Promise<PageWeight[]> {
  const manifest = JSON.parse(await readFile(join(built, '.vite/manifest.json'), 'utf8')) as Manifest;
  const entries = Object.entries(manifest).filter(([, chunk]) => chunk.isEntry);
  const texts = Object.keys(manifest).filter((key) => key.endsWith('texts.zh.ts'));
  const pages = Object.keys(manifest).filter((key) => /modules\/.*Page\.tsx$/.test(key));
  const weights = entries.map(([entry]) =>
    weigh(built, manifest, entry, entry === 'index.html' ? [entry, ...texts] : [entry]),
  );
  weights.push(
    ...pages.map((page) => weigh(built, manifest, page.replace(/^.*modules\//, ''), ['index.html', ...texts, page])),
  );
  return (await Promise.all(weights)).sort((one, other) => other.bytes - one.bytes);
}

async function weigh(built: string, manifest: Manifest, page: string, roots: string[]): Promise<PageWeight> {
  const files = new Set<string>();
  const seen = new Set<string>();
  const draw = (key: string) => {
    if (seen.has(key)) return;
    seen.add(key);
    const { file, css = [], imports = [], dynamicImports = [] } = manifest[key]!;
    for (const one of [file, ...css]) if (/\.(js|css)$/.test(one)) files.add(one);
    imports.forEach(draw);
    dynamicImports.filter((one) => /virtual:words\/zh\//.test(one)).forEach(draw);
  };
  roots.forEach(draw);
  const sizes = await Promise.all([...files].map(async (file) => (await stat(join(built, `${file}.br`))).size));
  return { page, bytes: sizes.reduce((sum, size) => sum + size, 0), limit: limits[page] ?? applicationLimit };
}

/** One line a page: `  87.4 KB of 350  client/web/ClientsPage.tsx`. */
export function weightReport(weights: PageWeight[]): string {
  return weights
    .map(({ page, bytes, limit }) => `${(bytes / kilobyte).toFixed(1).padStart(7)} KB of ${limit / kilobyte}  ${page}`)
    .join('\n');
}
