import { parseArgs } from 'node:util';

/** What a trial was asked to do. */
export interface TrialOptions {
  /** The register that is handed over. */
  file: string;
  /** The register that the receiver holds; the same file when none is given. */
  second: string;
  /** Header of the column that names the accountant in charge; null: as the product understands it. */
  owner: string | null;
  /** At most so many clients of one owner. */
  clients: number;
  /** The owner, as the file writes it, whose clients are handed over; null: the one with the most. */
  from: string | null;
}

export const usage = 'npm run trial -- FILE [--second FILE] [--owner COLUMN] [--from NAME] [--clients N]';

/** Reads the command line; throws a TypeError that says what is wrong. */
export function readOptions(args: string[]): TrialOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      second: { type: 'string' },
      owner: { type: 'string' },
      from: { type: 'string' },
      clients: { type: 'string', default: '120' },
    },
  });
  const [file] = positionals;
  if (!file || positionals.length > 1) throw new TypeError('name one register');
  const clients = Number(values.clients);
  if (!Number.isInteger(clients) || clients < 1) throw new TypeError('--clients takes a whole number from 1 on');
  return { file, second: values.second ?? file, owner: values.owner ?? null, clients, from: values.from ?? null };
}
