import type { MasterKey } from '#platform/envelope/master-key.ts';
import type { FirmId, PersonId } from '#platform/kernel/id.ts';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { openTable, type TableOptions } from '#platform/tabular/open-table.ts';
import type { Table, TableRow } from '#platform/tabular/table.ts';
import { answerAtDesk } from '#platform/workers/desk-side.ts';
import type { RegisterMapping } from '../register/columns.ts';
import { readRegister, type RegisterReading } from '../register/read-register.ts';
import { sealClients, type SealedClients } from '../seal-clients.ts';
import { type ClientChange, ImportPlan, type PlanShown } from './import-plan.ts';
import { openKnown } from './open-known.ts';
import { readingShown, type ReadingShown } from './reading-shown.ts';

/** A table of which only the first rows are there: what columns are told by, and what a person is shown. */
export type TableHead = Omit<Table, 'rows'> & { rows: TableRow[] };

const headRows = 200;

const tables = new Map<string, Table>();
const readings = new Map<string, { table: string; reading: RegisterReading; shown: ReadingShown }>();
const plans = new Map<string, ImportPlan>();

/** What is done with a register in a thread of its own: from its bytes to what is written. Names stand for what the desk keeps. */
const deeds = {
  /** Refuses as `openTable` does. */
  async open(asked: { table: string; bytes: Uint8Array; options: TableOptions }): Promise<TableHead> {
    const table = await openTable(asked.bytes, asked.options);
    tables.set(asked.table, table);
    const { found, columns, above, doubts } = table;
    return { found, columns, above, doubts, rows: firstOf(table.rows) };
  },

  /** Reads the table once; refuses as `readRegister` does. */
  read(asked: { table: string; reading: string; mapping: RegisterMapping; today: LocalDate }): ReadingShown {
    const known = readings.get(asked.reading);
    if (known) return known.shown;
    const reading = readRegister(tables.get(asked.table)!, asked.mapping, asked.today);
    const shown = readingShown(reading);
    const before = [...readings].filter(([, { table }]) => table === asked.table).map(([name]) => name);
    for (const name of before.slice(0, -1)) readings.delete(name);
    readings.set(asked.reading, { table: asked.table, reading, shown });
    return shown;
  },

  plan(asked: { plan: string; reading: string; owners: Map<string, PersonId>; head: unknown }): void {
    plans.set(asked.plan, new ImportPlan(readings.get(asked.reading)!.reading, asked.owners, asked.head));
  },

  meet({ plan, clients }: { plan: string; clients: Sealed }): void {
    plans.get(plan)!.meet(openKnown(clients.keys, clients.firm, clients.text));
  },

  compare({ plan }: { plan: string }): PlanShown {
    return plans.get(plan)!.compare();
  },

  newcomers(asked: { plan: string; from: number; most: number; keys: MasterKey; firm: FirmId }): SealedClients {
    return sealClients(asked.keys, asked.firm, plans.get(asked.plan)!.newcomers(asked.from, asked.most));
  },

  changes({ plan, from, most }: { plan: string; from: number; most: number }): ClientChange[] {
    return plans.get(plan)!.changes(from, most);
  },

  knownIds({ plan }: { plan: string }) {
    return plans.get(plan)!.knownIds();
  },

  readBack({ plan, clients }: { plan: string; clients: Sealed }): void {
    plans.get(plan)!.readBack(openKnown(clients.keys, clients.firm, clients.text));
  },

  differing({ plan }: { plan: string }): string[] {
    return plans.get(plan)!.differing();
  },

  leavePlan({ plan }: { plan: string }): void {
    plans.delete(plan);
  },

  forget({ table }: { table: string }): void {
    tables.delete(table);
    for (const [name, reading] of readings) if (reading.table === table) readings.delete(name);
  },
};

export type DeskDeeds = typeof deeds;

/** Clients as `knownClients` reads them, and what opens them. */
export interface Sealed {
  keys: MasterKey;
  firm: FirmId;
  text: string;
}

function firstOf(rows: Iterable<TableRow>): TableRow[] {
  const first: TableRow[] = [];
  for (const row of rows) if (first.push(row) === headRows) break;
  return first;
}

answerAtDesk(deeds);
