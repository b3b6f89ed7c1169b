import { access, constants, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A signed statement of a log that goes outward: whoever has it can tell later whether the log was rewritten. */
export interface Anchored {
  /** The name of the log. */
  readonly origin: string;
  readonly size: number;
  /** The checkpoint, a C2SP signed note. */
  readonly note: string;
}

/** A place outside of the database that keeps checkpoints. */
export interface Anchor {
  /** How the place is called in the register of what went there. */
  readonly place: 'folder' | 'address';
  /** Hands over a checkpoint; throws when the place did not take it. Handing over the same again does no harm. */
  put(anchored: Anchored): Promise<void>;
}

/**
 * A folder that files are only added to, one for each checkpoint: `<log>/<size>.note`. No file is ever opened for writing again, so
 * it may stand on a medium that is written once. The folder must be there: a medium that is not mounted is not made up for by a
 * folder of ours. Throws when it is not, or cannot be written to.
 */
export async function folderAnchor(folder: string): Promise<Anchor> {
  await access(folder, constants.W_OK);
  return {
    place: 'folder',
    async put({ origin, size, note }) {
      const log = join(folder, origin.replaceAll(/[^A-Za-z0-9-]/g, '_'));
      await mkdir(log, { recursive: true });
      const path = join(log, `${String(size).padStart(12, '0')}.note`);
      await writeOnce(path, note);
    },
  };
}

/** An address that each checkpoint is posted to as it is, `text/plain`; it answers with 2xx when it has kept it. */
export function addressAnchor(address: string): Anchor {
  return {
    place: 'address',
    async put({ note }) {
      const answer = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body: note,
        redirect: 'error',
        signal: AbortSignal.timeout(10_000),
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`the address for checkpoints answered ${answer.status}`);
    },
  };
}

/** Writes the file durably; one that is there already is left, and must hold the same. */
async function writeOnce(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o444).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return null;
    throw error;
  });
  if (!file) {
    if ((await readFile(path, 'utf8')) !== text)
      throw new Error('another checkpoint of the same size stands in the folder');
    return;
  }
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
