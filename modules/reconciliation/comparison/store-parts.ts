import { PassThrough } from 'node:stream';
import type { Ground } from '#platform/context/context.ts';
import type { DataKey } from '#platform/envelope/data-key.ts';
import type { TablePart } from './table-work.ts';

/**
 * Encrypts what a worker gives, each file under its name, while it is made; what an earlier run left there is gone. `whole` answers
 * when the work is done and the files stand; when either fails none of them is left.
 */
export async function storing(ground: Ground, key: DataKey, names: Partial<Record<TablePart['file'], string>>) {
  for (const name of Object.values(names)) await ground.files.remove(name);
  const open = Object.entries(names).map(([file, name]) => {
    const pipe = new PassThrough();
    const stored = ground.files.put(key, name, pipe);
    stored.catch((error: Error) => pipe.destroy(error));
    return { file, name, pipe, stored };
  });
  const pipes = new Map(open.map(({ file, pipe }) => [file, pipe]));
  return {
    take: ({ file, bytes }: TablePart): Promise<void> => write(pipes.get(file)!, bytes),
    async whole<Answer>(answer: Promise<Answer>): Promise<Answer> {
      try {
        const done = await answer;
        for (const { pipe } of open) pipe.end();
        await Promise.all(open.map(({ stored }) => stored));
        return done;
      } catch (error) {
        for (const { pipe } of open) pipe.destroy(error as Error);
        await Promise.allSettled(open.map(({ stored }) => stored));
        for (const { name } of open) await ground.files.remove(name);
        throw error;
      }
    },
  };
}

/** Waits until the bytes were taken. */
function write(pipe: PassThrough, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => pipe.write(bytes, (error) => (error ? reject(error) : resolve())));
}
