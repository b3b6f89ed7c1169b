import * as people from '#modules/people/people.ts';
import type { Inside } from '#platform/context/context.ts';
import { toHex } from '#platform/crypto/bytes.ts';
import { createHash } from 'node:crypto';
import type { ClientId, PersonId } from '#platform/kernel/id.ts';
import { formatYuan } from '#platform/kernel/money.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { AnyRecord, RecordKind } from '../fields/catalogue.ts';
import { compareRegister, type RegisterComparison } from '../register/compare-register.ts';
import { type ClientDraft, registerKey, type RegisterValues } from '../register/draft.ts';
import { matchOwners, resolveOwners } from '../register/owners.ts';
import type { RegisterReading } from '../register/read-register.ts';
import { type KnownClient, knownClients } from './known-clients.ts';
import { lineOfRecords, undatedBalances } from './register-records.ts';
import { openImported, readImported, type StoredImport } from './stored-import.ts';

/** What an import would do, in full: found out before it is confirmed, and again when it runs. */
export interface PlannedImport {
  reading: RegisterReading;
  comparison: RegisterComparison;
  /** The person in charge for each name as written. */
  owners: Map<string, PersonId>;
  /** Known clients of the file by `registerKey`. */
  known: Map<string, KnownClient>;
  /** Rows that name another owner than the client has: an import never changes hands. */
  otherOwners: ClientDraft[];
  /** SHA-256 over figures and changes: the same digest means the same deed. */
  digest: string;
}

/**
 * Reads the file and compares it with the clients that are known. Runs as a job of the firm, since it compares records that
 * the person may not read. Refuses with `client.import-faults` {rows}, `client.import-undated` {rows},
 * `register.owners-unresolved`, `client.owner-away`, and as reading does.
 */
export async function planImport(inside: Inside, stored: StoredImport): Promise<PlannedImport> {
  const reading = readImported(inside, stored, await openImported(inside, stored));
  const faulty = faultyLines(reading);
  if (faulty > 0 && !stored.reading.withoutFaulty) throw new Refusal('client.import-faults', { rows: faulty });
  const undated = undatedBalances(reading.drafts);
  if (undated > 0) throw new Refusal('client.import-undated', { rows: undated });
  const owners = await ownersOf(inside, stored, reading);
  const known = new Map<string, KnownClient>();
  const lines: RegisterValues[] = [];
  for await (const clients of knownClients(inside)) {
    for (const one of clients) {
      lines.push(lineOfRecords(fieldsByKind(one)));
      if (reading.keys.has(registerKey(one.number))) known.set(registerKey(one.number), one);
    }
  }
  const comparison = compareRegister(lines, {
    ...reading,
    fields: reading.fields.filter((field) => field !== 'owner'),
  });
  const otherOwners = reading.drafts.filter((draft) => {
    const there = known.get(registerKey(draft.number));
    return there !== undefined && owners.get(draft.owner ?? '') !== there.owner;
  });
  return { reading, comparison, owners, known, otherOwners, digest: digestOf(stored, reading, comparison) };
}

/** Lines that a fault keeps from being imported. */
export function faultyLines({ problems }: RegisterReading): number {
  return new Set(problems.filter(({ severity }) => severity === 'fault').map(({ line }) => line)).size;
}

/** Opened fields of a known client by kind of record. */
export function fieldsByKind({ records }: KnownClient): Map<RecordKind, AnyRecord> {
  return new Map([...records].map(([kind, { fields }]) => [kind, fields]));
}

/** The ids of the known clients among the file's. */
export function knownIds({ known }: PlannedImport): ClientId[] {
  return [...known.values()].map(({ id }) => id);
}

async function ownersOf(
  inside: Inside,
  stored: StoredImport,
  reading: RegisterReading,
): Promise<Map<string, PersonId>> {
  const active = (await people.selectPeople(inside)).filter(({ state }) => state === 'active');
  const there = new Set(active.map(({ id }) => id));
  const owners = resolveOwners(matchOwners(reading.drafts, active), stored.reading.owners);
  for (const person of owners.values()) if (!there.has(person)) throw new Refusal('client.owner-away', { person });
  return owners;
}

function digestOf(stored: StoredImport, reading: RegisterReading, comparison: RegisterComparison): string {
  const hash = createHash('sha256');
  const say = (value: unknown) =>
    hash.update(JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? formatYuan(part) : part)));
  say([stored.fileHash, stored.reading, reading.rows, reading.totals, comparison.unchanged.length, comparison.missing]);
  say(comparison.added.map(({ number }) => number));
  for (const { draft, changes } of comparison.changed) say([draft.number, changes]);
  return toHex(hash.digest());
}
