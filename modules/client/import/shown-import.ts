import { and, desc, eq } from 'drizzle-orm';
import * as people from '#modules/people/people.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { formatYuan } from '#platform/kernel/money.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { ImportEffects, ImportReading, RegisterImport } from '../client.contract.ts';
import { canArrangeImport, canImportRegister } from '../client.policy.ts';
import { registerImport } from '../client.table.ts';
import { type ColumnProposal, proposeMapping } from '../register/propose-mapping.ts';
import { matchOwners } from '../register/owners.ts';
import type { AmountTotal } from '../register/read-register.ts';
import type { Arrangement } from './arrangement.ts';
import { proposedMapping, sampleOf } from './propose-import.ts';
import type { ReadingShown } from './reading-shown.ts';
import type { OpenRegister } from './register-desk.ts';
import type { TableHead } from './register-desk-side.ts';
import { findImport, type ImportId, mustBe, readImported, type StoredImport, withImported } from './stored-import.ts';

/** The imports of the firm, newest first. Refuses with `client.only-manager-imports`. */
export function listImports(context: Context): Promise<RegisterImport[]> {
  return read(context, async (inside) => {
    allow(canImportRegister(inside.actor));
    const rows = await inside.db
      .select()
      .from(registerImport)
      .where(eq(registerImport.firmId, inside.firm))
      .orderBy(desc(registerImport.createdAt))
      .limit(100);
    return rows.map(shownImport);
  });
}

/** How far an import has come. Refuses with `import.not-found` and `client.only-manager-imports`. */
export function importProgress(context: Context, input: { import: ImportId }): Promise<RegisterImport> {
  return read(context, async (inside) => {
    allow(canImportRegister(inside.actor));
    return shownImport(await findImport(inside, input.import));
  });
}

/** What was understood of the file. Refuses with `client.import-not-yours`, and when the file can no longer be read at all. */
export function readImport(context: Context, input: { import: ImportId }): Promise<ImportReading> {
  return read(context, async (inside) => {
    const stored = await findImport(inside, input.import);
    allow(canArrangeImport(inside.actor, stored.createdBy));
    return withImported(inside, stored, (register) => readingOf(inside, stored, register));
  });
}

/**
 * Says how the file is to be read. When it is read with other columns than before, the mapping is proposed anew. Refuses
 * with `client.import-state` once it runs or is done; an import that failed may be arranged and confirmed again.
 */
export function arrangeImport(
  context: Context,
  input: { import: ImportId; arrangement: Arrangement },
): Promise<ImportReading> {
  return transact(context, async (inside) => {
    const stored = await findImport(inside, input.import, { lock: true });
    allow(canArrangeImport(inside.actor, stored.createdBy));
    if (stored.state !== 'failed') mustBe(stored, 'proposed');
    const asked: StoredImport = { ...stored, reading: input.arrangement, state: 'proposed', failure: null };
    return withImported(inside, asked, async (register) => {
      const { columns, found } = register.head;
      const uses = input.arrangement.mapping.columns;
      const same = columns.length === Object.keys(uses).length && columns.every((column) => column in uses);
      const reading: Arrangement = same
        ? input.arrangement
        : { ...input.arrangement, mapping: proposedMapping(register.head) };
      const counts = { rows: found.rows };
      await inside.db
        .update(registerImport)
        .set({ reading, counts, state: 'proposed', failure: null, confirmed: null })
        .where(and(eq(registerImport.firmId, inside.firm), eq(registerImport.id, stored.id)));
      return readingOf(inside, { ...asked, reading, counts }, register);
    });
  });
}

/** The import without anything of its file. */
export function shownImport(stored: StoredImport): RegisterImport {
  const { id, fileName, state, counts, failure, createdBy, createdAt, finishedAt } = stored;
  return { id, fileName, state, counts, failure, createdBy, createdAt, finishedAt };
}

/** Control totals as decimal strings. */
export function shownTotals(totals: readonly AmountTotal[]): ImportEffects['totals'] {
  return totals.map((total) => ({ ...total, sum: formatYuan(total.sum), imported: formatYuan(total.imported) }));
}

const previewRows = 50;
async function readingOf(inside: Inside, stored: StoredImport, register: OpenRegister): Promise<ImportReading> {
  const table = register.head;
  const { name: _name, ...found } = table.found;
  const head = {
    import: shownImport(stored),
    arrangement: stored.reading,
    found,
    doubts: table.doubts,
    columns: columnsOf(table, stored.reading),
    preview: table.rows.slice(0, previewRows).map(({ line, cells }) => ({ line, cells })),
  };
  const read = await tryReading(inside, stored, register);
  if ('refusal' in read) return { ...head, ...nothingRead, refusal: read.refusal };
  const { reading } = read;
  const active = (await people.selectPeople(inside)).filter(({ state }) => state === 'active');
  const undated = reading.undated > 0 && !reading.gaps.includes('no-balance-date');
  return {
    ...head,
    refusal: null,
    undated: reading.undated,
    gaps: undated ? [...reading.gaps, 'no-balance-date'] : reading.gaps,
    owners: matchOwners(reading.owners, active),
    totals: shownTotals(reading.totals),
    restyled: reading.restyled,
    faults: reading.faults,
    warnings: reading.warnings,
    faultyRows: reading.faultyRows,
    problems: reading.problems,
  };
}

const nothingRead = {
  undated: 0,
  gaps: [],
  owners: [],
  totals: [],
  restyled: [],
  faults: 0,
  warnings: 0,
  faultyRows: 0,
  problems: [],
};

async function tryReading(
  inside: Inside,
  stored: StoredImport,
  register: OpenRegister,
): Promise<{ reading: ReadingShown } | { refusal: { code: string; facts: Record<string, unknown> } }> {
  try {
    return { reading: (await readImported(inside, stored, register)).shown };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refusal: { code: error.code, facts: error.facts } };
  }
}

function columnsOf(table: TableHead, { mapping }: Arrangement): ImportReading['columns'] {
  const sample = sampleOf(table);
  const proposals = proposeMapping(table.columns, sample);
  return proposals.map((proposal, at) => {
    const use = mapping.columns[proposal.column] ?? 'extra';
    const proposed: Pick<ColumnProposal, 'by' | 'certainty'> =
      use === proposal.use ? proposal : { by: null, certainty: null };
    const cells = sample.map((row) => row[at] ?? '').filter((cell) => cell.trim() !== '');
    return {
      column: proposal.column,
      use,
      by: proposed.by,
      certainty: proposed.certainty,
      unit: mapping.units?.[proposal.column] ?? 1,
      sample: cells.slice(0, 3),
    };
  });
}
