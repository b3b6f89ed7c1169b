import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Refusal } from '#platform/kernel/refusal.ts';

/** Asks on the terminal without showing what is typed; from a pipe it is the next line. Refuses with `terminal.no-answer`. */
export async function askUnseen(question: string): Promise<string> {
  process.stderr.write(question);
  try {
    return await (process.stdin.isTTY ? typed() : nextPiped());
  } finally {
    process.stderr.write('\n');
  }
}

async function typed(): Promise<string> {
  const unseen = new Writable({ write: (_part, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: unseen, terminal: true });
  const ended = new Promise<never>((_, refuse) =>
    reader.once('close', () => refuse(new Refusal('terminal.no-answer'))),
  );
  try {
    return await Promise.race([reader.question(''), ended]);
  } finally {
    ended.catch(() => {});
    reader.close();
  }
}

// One reader for the whole pipe: it takes in more than the line that is asked for.
let piped: AsyncIterator<string> | undefined;

async function nextPiped(): Promise<string> {
  piped ??= createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const { value, done } = await piped.next();
  if (done) throw new Refusal('terminal.no-answer');
  return value;
}
