import { createHash } from 'node:crypto';
import { toHex } from '#platform/crypto/bytes.ts';
import type { ClientId, PersonId } from '#platform/kernel/id.ts';
import { formatYuan } from '#platform/kernel/money.ts';
import { type ChangedClient, compareRegister, type RegisterComparison } from '../register/compare-register.ts';
import type { AmountField } from '../register/columns.ts';
import { type ClientDraft, registerKey, type RegisterValues } from '../register/draft.ts';
import type { RegisterReading } from '../register/read-register.ts';
import type { NewClient } from '../seal-clients.ts';
import { fieldsByKind, type KnownClient } from './open-known.ts';
import { lineOfRecords, recordsOfLine } from './register-records.ts';
import type { NewRecord, NextVersion } from './record-writings.ts';

/** What an import would do, in figures, with the first of everything that a person looks at. */
export interface PlanShown {
  /** SHA-256 over figures and changes: the same digest means the same deed. */
  digest: string;
  added: number;
  /** Clients of whom something else is said, and those of whom the same is only written in another way. */
  changed: number;
  onlyWrittenDifferently: number;
  unchanged: number;
  missing: number;
  /** Rows that name another owner than the client has: an import never changes hands. */
  otherOwners: number;
  changes: ChangedClient[];
  missingNumbers: string[];
  otherOwnerNumbers: string[];
}

/** What the register says otherwise of one client who is there. */
export interface ClientChange {
  client: ClientId;
  next: NextVersion[];
  news: NewRecord[];
  /** Fields and headers that change, for the journal. */
  fields: string[];
  /** Whether the directory line changes with it. */
  listed: boolean;
}

const shown = 200;

/** A register beside the clients that are known: what importing it does, found out in full before it is confirmed and again when it runs. */
export class ImportPlan {
  readonly #reading: RegisterReading;
  readonly #owners: ReadonlyMap<string, PersonId>;
  readonly #head: unknown;
  readonly #lines: RegisterValues[] = [];
  readonly #known = new Map<string, KnownClient>();
  readonly #written: Map<AmountField, bigint>;
  #comparison: RegisterComparison | null = null;

  /** `owners`: the person in charge for each name as written. `head`: what the digest says of file and arrangement. */
  constructor(reading: RegisterReading, owners: ReadonlyMap<string, PersonId>, head: unknown) {
    this.#reading = reading;
    this.#owners = owners;
    this.#head = head;
    this.#written = new Map(reading.totals.map(({ field }) => [field, 0n]));
  }

  /** Takes note of clients of the firm, before `compare`. */
  meet(clients: readonly KnownClient[]): void {
    for (const one of clients) {
      this.#lines.push(lineOfRecords(fieldsByKind(one)));
      const key = registerKey(one.number);
      if (this.#reading.keys.has(key)) this.#known.set(key, one);
    }
  }

  /** Compares the register with all clients that were met. */
  compare(): PlanShown {
    const { drafts, fields, keys, columns } = this.#reading;
    const compared = fields.filter((field) => field !== 'owner');
    const comparison = compareRegister(this.#lines, { drafts, keys, columns, fields: compared });
    this.#comparison = comparison;
    this.#lines.length = 0;
    const otherOwners = drafts.filter((draft) => {
      const there = this.#known.get(registerKey(draft.number));
      return there !== undefined && this.#ownerOf(draft) !== there.owner;
    });
    const changed = this.#changed().length;
    return {
      digest: this.#digest(comparison),
      added: comparison.added.length,
      changed,
      onlyWrittenDifferently: comparison.changed.length - changed,
      unchanged: comparison.unchanged.length,
      missing: comparison.missing.length,
      otherOwners: otherOwners.length,
      changes: comparison.changed.slice(0, shown),
      missingNumbers: comparison.missing.slice(0, shown),
      otherOwnerNumbers: otherOwners.slice(0, shown).map(({ number }) => number),
    };
  }

  /** Some of the clients to be added, in the order of the file. */
  newcomers(from: number, most: number): NewClient[] {
    return this.#comparison!.added.slice(from, from + most).map((draft) => ({
      owner: this.#ownerOf(draft)!,
      records: [...recordsOfLine(draft)].map(([kind, fields]) => ({ kind, fields })),
    }));
  }

  /** Some of the changes of clients who are there; other ways of writing the same are left as they are. */
  changes(from: number, most: number): ClientChange[] {
    return this.#changed()
      .slice(from, from + most)
      .map((changed) => changeOf(this.#known.get(registerKey(changed.draft.number))!, changed));
  }

  /** The ids of the known clients among the file's. */
  knownIds(): ClientId[] {
    return [...this.#known.values()].map(({ id }) => id);
  }

  /** Adds up what was written of clients of the register. */
  readBack(clients: readonly KnownClient[]): void {
    const imported = (this.#imported ??= new Set(this.#reading.drafts.map(({ number }) => registerKey(number))));
    for (const client of clients) {
      if (!imported.has(registerKey(client.number))) continue;
      const line = lineOfRecords(fieldsByKind(client));
      for (const [field, sum] of this.#written) this.#written.set(field, sum + (line[field] ?? 0n));
    }
  }
  #imported: Set<string> | undefined;

  /** The amount columns whose sum over all that was read back is not that of the file. */
  differing(): string[] {
    return this.#reading.totals
      .filter(({ field, imported }) => this.#written.get(field) !== imported)
      .map(({ column }) => column);
  }

  #ownerOf({ owner }: ClientDraft): PersonId | undefined {
    return this.#owners.get(owner ?? '');
  }

  #changed(): ChangedClient[] {
    return this.#comparison!.changed.filter(({ onlyWrittenDifferently }) => !onlyWrittenDifferently);
  }

  #digest(comparison: RegisterComparison): string {
    const { rows, totals } = this.#reading;
    const hash = createHash('sha256');
    const say = (value: unknown) =>
      hash.update(JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? formatYuan(part) : part)));
    say([this.#head, rows, totals, comparison.unchanged.length, comparison.missing]);
    say(comparison.added.map(({ number }) => number));
    for (const { draft, changes } of comparison.changed) say([draft.number, changes]);
    return toHex(hash.digest());
  }
}

function changeOf(client: KnownClient, { changes }: ChangedClient): ClientChange {
  const change: ClientChange = { client: client.id, next: [], news: [], fields: [], listed: false };
  change.fields = changes.map(({ field, column }) => column ?? field);
  const before = lineOfRecords(fieldsByKind(client));
  const [was, is] = [recordsOfLine(before), recordsOfLine(withChanges(before, changes))];
  for (const kind of new Set([...was.keys(), ...is.keys()])) {
    const [old = {}, now] = [was.get(kind), is.get(kind)];
    const record = client.records.get(kind);
    const names = [...new Set([...Object.keys(old), ...Object.keys(now ?? {})])].filter(
      (name) => old[name] !== now?.[name],
    );
    if (names.length === 0) continue;
    if (kind === 'basic' || kind === 'contract') change.listed = true;
    if (!record) change.news.push({ clientId: client.id, kind, fields: now! });
    else if (!now) change.next.push({ before: record, fields: record.fields, ended: true });
    else {
      const fields = { ...record.fields };
      for (const name of names) {
        if (now[name] === undefined) delete fields[name];
        else fields[name] = now[name];
      }
      change.next.push({ before: record, fields, ended: false });
    }
  }
  return change;
}

function withChanges(line: RegisterValues, changes: ChangedClient['changes']): RegisterValues {
  const extra = { ...line.extra };
  const said: Record<string, unknown> = {};
  for (const { field, column, new: now, writtenDifferently } of changes) {
    if (writtenDifferently) continue;
    if (field !== 'extra') said[field] = now;
    else if (now === null) delete extra[column!];
    else extra[column!] = String(now);
  }
  return { ...line, ...said, extra };
}
