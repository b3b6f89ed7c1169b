import { open, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Source, TextSource } from '../read/source.ts';

/** A source as separated text: a file as it is; anything else written to disk once (UTF-8, RFC 4180), until it is cleared. */
export async function spool(source: Source): Promise<{ source: TextSource; clear: () => Promise<void> }> {
  if (source.kind === 'text') return { source, clear: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'baton-reconcile-'));
  const clear = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'rows.csv');
    await using file = await open(path, 'wx', 0o600);
    let bytes = 0;
    for await (const rows of source.rows) {
      const { bytesWritten } = await file.write(rows.map(lineOf).join(''));
      bytes += bytesWritten;
    }
    const layout: TextSource['layout'] = {
      encoding: 'utf-8',
      encodingBy: 'given',
      markBytes: 0,
      separator: ',',
      separatorBy: 'given',
      quote: '"',
      lineEnd: '\n',
      headerLine: null,
      headerBy: 'given',
      columns: source.columns,
      bytesAbove: 0,
      firstLine: 1,
    };
    const { name, sample, doubts } = source;
    return { source: { kind: 'text', name, path, bytes, layout, sample, doubts }, clear };
  } catch (error) {
    await clear();
    throw error;
  } finally {
    await source.close();
  }
}

function lineOf(cells: string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;
}
