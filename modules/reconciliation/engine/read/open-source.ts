import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { Refusal } from '#platform/kernel/refusal.ts';
import { formatOf, isEncryptedWorkbook } from '#platform/tabular/format.ts';
import { findLayout, readBytes, type TextOptions } from './text-layout.ts';
import type { Source } from './source.ts';

export interface ReadOptions extends TextOptions {
  /** What the source is called in messages; the file's name where nothing is said. */
  name?: string;
}

/**
 * Opens a file of any format that the engine reads, found by its content. Nothing is guessed in silence: what was
 * understood stands in the source, what is unsure in its `doubts`. Refuses with {file} and, where there is one, {line} what
 * cannot be read faithfully.
 */
export async function openSource(path: string, options: ReadOptions = {}): Promise<Source> {
  const name = options.name ?? basename(path);
  try {
    return await openFile(path, name, options);
  } catch (error) {
    throw inFile(error, name);
  }
}

/** The refusal with the name of the file it is about. */
export function inFile(error: unknown, file: string): unknown {
  return error instanceof Refusal && !('file' in error.facts)
    ? new Refusal(error.code, { file, ...error.facts }, error.status)
    : error;
}

async function openFile(path: string, name: string, options: ReadOptions): Promise<Source> {
  await using file = await open(path);
  const { size: bytes } = await file.stat();
  if (bytes === 0) throw new Refusal('tabular.empty-file');
  const head = await readBytes(file, 0, Math.min(bytes, 65_536));
  const format = formatOf(head);
  switch (format) {
    case 'text':
      return { kind: 'text', name, path, bytes, ...(await findLayout(file, bytes, options)) };
    case 'ole':
      if (isEncryptedWorkbook(await readBytes(file, 0, bytes))) throw new Refusal('tabular.password');
      throw new Refusal('tabular.unread-format', { format: 'xls' });
    default:
      throw new Refusal('tabular.not-a-table', { format });
  }
}
