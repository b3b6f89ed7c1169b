import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * The places as files that can be read twice: what comes through a pipe (`-`, `<(…)`) is written to disk until it is cleared, and
 * keeps its name.
 */
export async function land(
  places: readonly string[],
): Promise<{ paths: string[]; names: { name?: string }[]; clear(): Promise<void> }> {
  if (!places.some(isPipe)) return { paths: [...places], names: places.map(() => ({})), clear: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'baton-reconcile-'));
  const clear = () => rm(folder, { recursive: true, force: true });
  try {
    const paths: string[] = [];
    for (const [at, place] of places.entries()) {
      if (!isPipe(place)) paths.push(place);
      else {
        const path = join(folder, `${at}.part`);
        await pipeline(
          place === '-' ? process.stdin : createReadStream(place),
          createWriteStream(path, { flags: 'wx', mode: 0o600 }),
        );
        paths.push(path);
      }
    }
    return { paths, names: places.map((place) => (isPipe(place) ? { name: basename(place) } : {})), clear };
  } catch (error) {
    await clear();
    throw error;
  }
}

function isPipe(place: string): boolean {
  if (place === '-') return true;
  const stats = statSync(place, { throwIfNoEntry: false });
  return stats !== undefined && (stats.isFIFO() || stats.isCharacterDevice() || stats.isSocket());
}
