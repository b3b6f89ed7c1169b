import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as journal from '#modules/journal/journal.ts';
import { asJob, transact } from '#platform/context/context.ts';
import { startEmbedded } from '#platform/database/embedded/embedded.ts';
import { seeded } from '#server/demo/seeded.ts';
import { type BenchFirm, openFirm } from '../firm.ts';
import { percentile, seconds } from '../measured.ts';
import { factsOf, fillJournal } from './entries.ts';
import { verifyPlainly } from './plain-loop.ts';

export interface JournalBench {
  /** Pairs of ours and the plain one. */
  pairs: number;
  /** A tenth of the entries, to see that it runs. */
  small: boolean;
  say: (text: string) => void;
}

/** As `bench -- seal` has its goals; appends count as entries a second of single ones over those of batches. */
export interface JournalGoal {
  name: string;
  ratio: number;
  goal: number;
  ok: boolean;
}

/** Of two pairs the worse one counts. */
const middle = 51;
const entries = 1_000_000;
const batch = 100;
const appended = { single: 300, batches: 30 };

/**
 * Verifies a log whole, as `baton journal verify` does, beside a plain loop over the same database, and appends entries one by one
 * and a hundred at a time, each transaction on the disk before the next. Both verifications end with the same root, which is the
 * one that was signed, before any time counts.
 */
export async function measureJournal({ pairs, small, say }: JournalBench): Promise<JournalGoal[]> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-journal-'));
  chmodSync(folder, 0o711);
  const cluster = await startEmbedded({ folder: join(folder, 'cluster') });
  try {
    const firm = await openFirm(cluster.address, join(folder, 'data'));
    try {
      return [await measureAppending(firm, pairs, say), await measureVerifying(firm, { pairs, small, say })];
    } finally {
      await firm.close();
    }
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureVerifying(firm: BenchFirm, { pairs, small, say }: JournalBench): Promise<JournalGoal> {
  const count = small ? entries / 10 : entries;
  const root = await fillJournal(firm, count);
  say(`journal of ${count} entries, root ${root}`);
  const ours = async () => {
    const { size, intact } = await journal.verify(firm.everybodyElse);
    if (!intact || size !== count) throw new Error('the journal was not found intact');
  };
  const plain = async () => {
    const found = await verifyPlainly(firm.owner, firm.firm);
    if (found !== root) throw new Error(`the plain loop came to another root, ${found}`);
  };
  const ratios: number[] = [];
  const taken = { ours: [] as number[], plain: [] as number[] };
  for (let pair = 0; pair < pairs; pair++) {
    taken.ours.push(await seconds(ours));
    taken.plain.push(await seconds(plain));
    ratios.push(taken.ours.at(-1)! / taken.plain.at(-1)!);
  }
  const goal = goalOf(`journal, ${count} entries verified / plain node:crypto loop`, percentile(ratios, middle), 0.35);
  say(
    `${goal.ok ? '✓' : '✗'} ${goal.name}: ${goal.ratio} (goal ≤ ${goal.goal}) · ours ${shown(taken.ours)} s · plain ${shown(taken.plain)} s, both from the tables to the signed root`,
  );
  return goal;
}

async function measureAppending(firm: BenchFirm, pairs: number, say: JournalBench['say']): Promise<JournalGoal> {
  const chance = seeded(1);
  const worker = asJob(firm.everybodyElse, firm.firm, firm.ids.accountant);
  const append = (count: number) =>
    transact(worker, (inside) =>
      journal.record(
        inside,
        Array.from({ length: count }, () => ({ verb: 'bench.appended', facts: factsOf(chance) })),
      ),
    );
  const perSecond = async (transactions: number, count: number) =>
    (transactions * count) /
    (await seconds(async () => {
      for (let done = 0; done < transactions; done++) await append(count);
    }));
  const single: number[] = [];
  const batched: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    single.push(await perSecond(appended.single, 1));
    batched.push(await perSecond(appended.batches, batch));
  }
  const ratio = percentile(
    single.map((one, pair) => one / batched[pair]!),
    middle,
  );
  const goal = goalOf(`journal, entries appended singly / in batches of ${batch}, per second`, ratio, 1 / 15);
  say(
    `${goal.ok ? '✓' : '✗'} journal, appended in batches of ${batch}: ${(1 / ratio).toFixed(1)} × single ones (goal ≥ 15) · ${Math.round(percentile(batched, 50))} against ${Math.round(percentile(single, 50))} entries a second`,
  );
  return goal;
}

function goalOf(name: string, ratio: number, goal: number): JournalGoal {
  const thousandths = (value: number) => Math.round(value * 1000) / 1000;
  return { name, ratio: thousandths(ratio), goal: thousandths(goal), ok: ratio <= goal };
}

function shown(taken: number[]): string {
  return `${percentile(taken, 50).toFixed(2)} (${Math.min(...taken).toFixed(2)}–${Math.max(...taken).toFixed(2)})`;
}
