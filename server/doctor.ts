import { randomBytes } from 'node:crypto';
import { mkdir, statfs } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import * as archive from '#modules/archive/archive.ts';
import * as document from '#modules/document/document.ts';
import { canExamine } from '#modules/journal/journal.policy.ts';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import { asJob, type Context, type Inside, read } from '#platform/context/context.ts';
import { createLock, wrapIdentity } from '#platform/crypto/client-lock.ts';
import { openSecret, sealSecret } from '#platform/crypto/sealed-secret.ts';
import type { Sql } from '#platform/database/database.ts';
import { createDataKey, openFields, sealFields, unwrapDataKey } from '#platform/envelope/data-key.ts';
import { newId } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { type Facts, Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { countOlderSeals } from './rewrap-keys.ts';

/** What is tried, in the order in which one rests on the other. */
export const trials = [
  'database',
  'clock',
  'disk',
  'files',
  'kept-files',
  'master-key',
  'sealing',
  'escrow',
  'older-seals',
  'journal',
  'anchors',
  'printing',
  'backup',
  'drill',
] as const;
export type Trial = (typeof trials)[number];

/** A code that has its words, and the facts that stand in them. */
interface Said {
  code: string;
  facts: Facts;
}

/** How a trial went. The words of a fault say how to mend it; `found` is what there is to know where there was none. */
export interface Finding {
  trial: Trial;
  milliseconds: number;
  found: Said | null;
  fault: Said | null;
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
    const outcome = await deeds[trial](context, patience).then(
      (found) => ({ found: found ?? null, fault: null }),
      (error: unknown) => ({ found: null, fault: faultOf(trial, error, context) }),
    );
    findings.push({ trial, milliseconds: Math.round(performance.now() - begun), ...outcome });
  }
  return findings;
}

const deeds: Record<Trial, (context: Context, patience: number) => Promise<Said | void>> = {
  async database(context) {
    const everybody = await people.listPeople(context);
    if (everybody.length === 0) throw new Refusal('doctor.database', { cause: 'empty' });
    const facts = await read(context, ({ db }) => aboutDatabase(db));
    const embedded = isAbsolute(context.ground.database.address.host);
    return { code: embedded ? 'embedded-database' : 'own-database', facts };
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
    const facts = { folder: dirname(ground.archiveFolder), gibibytes: gibibytes(free) };
    if (free < leastFree) throw new Refusal('doctor.disk', facts);
    return { code: 'disk', facts };
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

  async escrow(context) {
    const { versions } = context.ground.keys;
    const label = await read(context, (inside) => people.findEscrow(inside));
    if (!label?.isPresent) throw new Refusal('doctor.escrow', { versions: versions.length });
    return { code: 'escrow', facts: { versions: versions.length, day: localDateOf(label.madeAt) } };
  },

  async 'older-seals'(context) {
    const { firm } = await people.me(context);
    const count = await countOlderSeals(asJob(context, firm.id, null));
    if (count > 0) throw new Refusal('doctor.older-seals', { count, version: context.ground.keys.newest.id });
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

  async backup(context) {
    const [{ backup }, { firm }] = await Promise.all([archive.readBackups(context), people.me(context)]);
    if (!backup && firm.demo) return { code: 'no-backup-of-demo', facts: {} };
    if (!backup) throw new Refusal('doctor.no-backup');
    const facts = { day: localDateOf(backup.at), hours: hoursSince(backup.at), recipients: backup.recipients.length };
    if (backup.old) throw new Refusal('doctor.backup-old', facts);
    if (!backup.recipients.includes(firm.recoveryRecipient ?? '')) throw new Refusal('doctor.backup-not-ours', facts);
    return { code: 'backup', facts };
  },

  async drill(context) {
    const [{ drill }, { firm }] = await Promise.all([archive.readBackups(context), people.me(context)]);
    if (!drill && firm.demo) return { code: 'no-drill-of-demo', facts: {} };
    if (!drill) throw new Refusal('doctor.no-drill');
    const { rows, files } = drill;
    const facts = { day: localDateOf(drill.at), rows, files };
    if (!drill.sound) throw new Refusal('doctor.drill-unsound', facts);
    if (drill.old) throw new Refusal('doctor.drill-old', facts);
    return { code: 'drill', facts };
  },
};

async function aboutDatabase(db: Sql): Promise<{ version: string; mebibytes: number }> {
  const { rows } = await db.execute<{ version: string; mebibytes: number }>(
    sql`select current_setting('server_version') as version,
      (pg_database_size(current_database()) >> 20)::int as mebibytes`,
  );
  return rows[0]!;
}

function gibibytes(bytes: number): string {
  return (bytes / 1024 ** 3).toFixed(1);
}

function hoursSince(at: Date): number {
  return Math.round((Date.now() - at.getTime()) / 3_600_000);
}

/** The doctor's own refusals as they are; whatever else broke a trial under the code of the trial, with what it called itself. */
function faultOf(trial: Trial, error: unknown, { ground }: Context): Said {
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
