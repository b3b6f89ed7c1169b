import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Refusal } from '#platform/kernel/refusal.ts';

/** Asks on the terminal without showing what is typed; from a pipe it is the next line. Refuses with `terminal.no-answer`. */
export async function askUnseen(question: string): Promise<string> {
  const { stdin, stderr } = process;
  const unseen = new Writable({ write: (_part, _encoding, done) => done() });
  stderr.write(question);
  const reader = createInterface({ input: stdin, output: unseen, terminal: stdin.isTTY === true });
  const ended = new Promise<never>((_, refuse) =>
    reader.once('close', () => refuse(new Refusal('terminal.no-answer'))),
  );
  try {
    return await Promise.race([reader.question(''), ended]);
  } finally {
    ended.catch(() => {});
    reader.close();
    stderr.write('\n');
  }
}
