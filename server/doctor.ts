import { randomBytes } from 'node:crypto';
import { mkdir, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as archive from '#modules/archive/archive.ts';
import * as document from '#modules/document/document.ts';
import { canExamine } from '#modules/journal/journal.policy.ts';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import { type Context, type Inside, read } from '#platform/context/context.ts';
import { createLock, wrapIdentity } from '#platform/crypto/client-lock.ts';
import { openSecret, sealSecret } from '#platform/crypto/sealed-secret.ts';
import { createDataKey, openFields, sealFields, unwrapDataKey } from '#platform/envelope/data-key.ts';
import { newId } from '#platform/kernel/id.ts';
import { type Facts, Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';

/** What is tried, in the order in which one rests on the other. */
export const trials = [
  'database',
  'clock',
  'disk',
  'files',
  'kept-files',
  'master-key',
  'sealing',
  'journal',
  'anchors',
  'printing',
] as const;
export type Trial = (typeof trials)[number];

/** How a trial went; the fault's code has its words, which say how to mend it. */
export interface Finding {
  trial: Trial;
  milliseconds: number;
  fault: { code: string; facts: Facts } | null;
}

/** The least free space of the disk under the data folder. */
const leastFree = 2 * 1024 ** 3;
/** How long a checkpoint may wait to go outward, where the firm has set that up. */
const mostUnanchored = 15 * 60_000;
/** The most that the clocks of server and database may differ; one-time codes allow no more. */
const mostApart = 10_000;

/**
 * Tries for real what the installation lives by, each thing whether or not an earlier one failed: writes and reads through the
 * walls, files, keys, sealing, and an entry that goes through queue, worker, tree and signed checkpoint. What it made is removed,
 * the journal entry apart. `patience` in milliseconds is what a worker may take to write, place and sign an entry. Refused with `journal.only-administrator-examines`.
 */
export async function examine(context: Context, { patience = 20_000 } = {}): Promise<Finding[]> {
  await read(context, async (inside) => allow(canExamine(inside.actor)));
  const findings: Finding[] = [];
  for (const trial of trials) {
    const begun = performance.now();
    const fault = await deeds[trial](context, patience).then(
      () => null,
      (error: unknown) => faultOf(trial, error, context),
    );
    findings.push({ trial, milliseconds: Math.round(performance.now() - begun), fault });
  }
  return findings;
}

const deeds: Record<Trial, (context: Context, patience: number) => Promise<void>> = {
  async database(context) {
    const everybody = await people.listPeople(context);
    if (everybody.length === 0) throw new Refusal('doctor.database', { cause: 'empty' });
  },

  async clock(context) {
    const { now } = await read(context, async ({ now: instant }: Inside) => ({ now: instant }));
    const apart = Math.abs(Date.now() - now.getTime());
    if (apart > mostApart) throw new Refusal('doctor.clock', { seconds: Math.round(apart / 1000) });
  },

  async disk({ ground }) {
    await mkdir(ground.archiveFolder, { recursive: true, mode: 0o700 });
    const { bavail, bsize } = await statfs(ground.archiveFolder);
    const free = bavail * bsize;
    if (free < leastFree)
      throw new Refusal('doctor.disk', {
        folder: dirname(ground.archiveFolder),
        gibibytes: (free / 1024 ** 3).toFixed(1),
      });
  },

  async files({ ground }) {
    const owner = { firm: newId<'firm'>(), client: newId<'client'>() };
    const { dataKey } = createDataKey(ground.keys, owner);
    const [key, content] = [newId<'document'>(), randomBytes(300_000)];
    try {
      await ground.files.put(dataKey, key, pieces(content));
      const found = Buffer.concat(await gather(await ground.files.read(dataKey, key)));
      if (!found.equals(content)) throw new Refusal('doctor.files', { cause: 'content' });
    } finally {
      await ground.files.remove(key);
    }
  },

  async 'kept-files'(context) {
    const found = await document.countFaults(context);
    if (found.missing + found.damaged > 0) throw new Refusal('doctor.kept-files', { ...found });
  },

  async 'master-key'({ ground }) {
    const owner = { firm: newId<'firm'>(), client: newId<'client'>() };
    const { dataKey, wrapped } = createDataKey(ground.keys, owner);
    const place = { table: 'doctor', row: newId() };
    const sealed = sealFields(dataKey, place, { word: 'whole' });
    const opened = openFields<{ word: string }>(unwrapDataKey(ground.keys, owner, wrapped), place, sealed);
    if (opened.word !== 'whole') throw new Refusal('doctor.master-key', { cause: 'content' });
  },

  async sealing(context) {
    const { firm } = await people.me(context);
    if (!firm.recoveryRecipient) throw new Refusal('doctor.no-recovery');
    const { recipient, identity } = await createLock();
    await wrapIdentity(identity, [firm.recoveryRecipient]);
    const place = { client: newId<'client'>(), secret: newId<'secret'>() };
    const { ciphertext } = await sealSecret({ plaintext: 'whole', recipient, place });
    if ((await openSecret(ciphertext, identity, place)).value !== 'whole')
      throw new Refusal('doctor.sealing', { cause: 'content' });
  },

  async journal(context, patience) {
    const ordered = await journal.orderTrialEntry(context);
    const last = performance.now() + patience;
    let state = await journal.trialState(context, ordered);
    for (; state !== 'signed' && performance.now() < last; state = await journal.trialState(context, ordered))
      await pause(200);
    if (state !== 'signed') throw new Refusal(`doctor.journal-${state}`, { seconds: patience / 1000 });
  },

  async anchors(context) {
    const { size, at, anchored } = await journal.status(context);
    const late = anchored && anchored.size < size && Date.now() - at!.getTime() > mostUnanchored;
    if (late) throw new Refusal('doctor.anchors', { size: anchored.size, since: anchored.at.toISOString() });
  },

  async printing(context) {
    const state = await archive.tryPrinting(context);
    if (state !== 'valid') throw new Refusal('doctor.printing', { cause: state });
  },
};

/** The doctor's own refusals as they are; whatever else broke a trial under the code of the trial, with what it called itself. */
function faultOf(trial: Trial, error: unknown, { ground }: Context): NonNullable<Finding['fault']> {
  if (error instanceof Refusal && error.code.startsWith('doctor.')) return { code: error.code, facts: error.facts };
  ground.log.error({ err: error, trial }, 'a trial of the doctor failed');
  const { code, name } = error as { code?: string; name: string };
  return { code: trial === 'journal' ? 'doctor.journal' : `doctor.${trial}`, facts: { cause: code ?? name } };
}

async function* pieces(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}

async function gather(source: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const found: Buffer[] = [];
  for await (const piece of source) found.push(piece);
  return found;
}
