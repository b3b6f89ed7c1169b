import { type SQL, and, desc, eq, sql } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import { fieldOf, fieldsOf } from '#modules/client/client.contract.ts';
import * as handover from '#modules/handover/handover.ts';
import { batch, handover as handoverTable } from '#modules/handover/handover.table.ts';
import * as issue from '#modules/issue/issue.ts';
import * as people from '#modules/people/people.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import type { Id, PersonId } from '#platform/kernel/id.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { journalLook, shownValue } from '../read-sheet.ts';
import { keptText } from '../record-check.ts';
import { canReadSample } from '../reconciliation.policy.ts';
import { samplingFinding, samplingLot } from '../sampling.table.ts';
import { findSampleLine } from './inspect.ts';
import { findLot, linesOf, lotFacts, type LotRow } from './lots.ts';
import type { Lot, SampleLine, SampleLineFields } from './sampling.contract.ts';

/** The lots that the reader sees, newest first: how many, by which plan, how far. No line of a client. */
export function listLots(
  context: Context,
  input: { handover?: Id<'handover'> | undefined; batch?: Id<'batch'> | undefined },
): Promise<Lot[]> {
  return read(context, async (inside) => {
    const rows = await selectLots(
      inside,
      and(
        input.handover ? eq(samplingLot.handoverId, input.handover) : undefined,
        input.batch ? eq(samplingLot.batchId, input.batch) : undefined,
      ),
    );
    const names = new Map((await people.selectPeople(inside)).map(({ id, name }) => [id, name]));
    const someone = (id: PersonId) => ({ id, name: names.get(id) ?? '' });
    const parties = await handover.partiesOfAll(inside, [...new Set(rows.map(({ lot }) => lot.handoverId))]);
    const rules = new Map(
      await Promise.all(
        [...new Set(rows.map(({ version }) => version))].map(
          async (version) => [version, (await playbook.contentOf(inside, version)).sampling ?? []] as const,
        ),
      ),
    );
    return rows.map(({ lot, number, batchNumber, batchState, version, toInspect, inspected, nonconforming }) => ({
      id: lot.id,
      handover: { id: lot.handoverId, number },
      batch: { id: lot.batchId, number: batchNumber, state: batchState },
      rule: lot.rule,
      name: rules.get(version)!.find(({ key }) => key === lot.rule)?.name ?? null,
      parties: parties.flatMap((one) =>
        one.handover === lot.handoverId ? { side: one.side, person: one.person } : [],
      ),
      transferor: someone(lot.transferorId),
      submittedBy: someone(lot.submittedBy),
      submittedAt: lot.submittedAt,
      lines: lot.lines,
      limit: lot.qualityLimit,
      severity: lot.severity,
      letter: lot.letter,
      sampleSize: lot.sampleSize,
      accept: lot.accept,
      state: lot.state,
      checker: lot.checkerId ? someone(lot.checkerId) : null,
      seed: lot.seed,
      seedSize: lot.seedSize,
      drawnAt: lot.drawnAt,
      decidedAt: lot.decidedAt,
      toInspect,
      inspected,
      nonconforming,
    }));
  });
}

/** The drawn lines in the order of the draw, for who drew them. Refused with `reconciliation.only-its-checker`. */
export function readSample(context: Context, input: { lot: Id<'sampling-lot'> }): Promise<SampleLine[]> {
  return read(context, async (inside) => {
    const lot = await findReadable(inside, input.lot);
    const lines = (await linesOf(inside, lot.id)).filter(({ place }) => place !== null);
    const clients = new Map(
      (
        await client.clientsByIds(
          inside,
          lines.map(({ clientId }) => clientId),
        )
      ).map((one) => [one.id, one]),
    );
    const findings = new Map(
      (
        await inside.db
          .select({ item: samplingFinding.itemId, fields: samplingFinding.fields })
          .from(samplingFinding)
          .where(and(eq(samplingFinding.firmId, inside.firm), eq(samplingFinding.lotId, lot.id)))
          .orderBy(samplingFinding.inspectedAt)
      ).map((one) => [one.item, one.fields]),
    );
    const issues = Map.groupBy(
      (await issue.issuesOf(inside, { batch: lot.batchId })).filter(({ kind }) => kind === 'nonconformity'),
      ({ itemId }) => itemId,
    );
    return lines.map((line) => {
      const about = clients.get(line.clientId);
      return {
        item: line.itemId,
        client: { id: line.clientId, number: about?.number ?? '', name: about?.name ?? '' },
        kind: line.kind,
        title: line.title,
        method: line.method,
        listed: line.listed,
        byFields: line.byFields,
        always: line.always,
        conforms: line.conforms,
        differing: findings.get(line.itemId) ?? [],
        issues: (issues.get(line.itemId) ?? []).map(({ id, number, state }) => ({ id, number, state })),
      };
    });
  });
}

/**
 * What was handed over in a drawn line, field by field, and nothing that anybody found of it. Sensitive values are masked unless
 * `reveal`; each opening is journalled. Refused as `readSample`.
 */
export function readSampleLine(
  context: Context,
  input: { lot: Id<'sampling-lot'>; item: Id<'item'>; reveal: boolean },
): Promise<SampleLineFields> {
  return transact(context, async (inside) => {
    const lot = await findReadable(inside, input.lot);
    const line = await findSampleLine(inside, input);
    await journalLook(inside, { handover: lot.handoverId, client: line.clientId }, input.reveal);
    const records = await client.recordsOf(inside, [line.clientId], { ended: true });
    const present = records.find(({ id }) => id === line.recordId);
    const record =
      present === undefined || present.version === line.recordVersion
        ? present
        : (await client.earlierVersionsOf(inside, [present.id])).find(({ version }) => version === line.recordVersion);
    if (!line.byFields || !record) return { record: record?.kind ?? null, fields: [] };
    return {
      record: record.kind,
      fields: filledFields(record).map((name) => {
        const { type, choices = null } = fieldOf(record.kind, name) ?? keptText;
        return { field: name, type, choices, handed: shownValue(record.kind, name, input.reveal)(record.fields[name]) };
      }),
    };
  });
}

/** The filled fields in the order of the catalogue, then those that an import kept. */
function filledFields({ kind, fields }: client.StoredRecord): string[] {
  const known = fieldsOf(kind).map(([name]) => name);
  return [
    ...known.filter((name) => fields[name] !== undefined),
    ...Object.keys(fields).filter((name) => !fieldOf(kind, name)),
  ];
}

/** The lot, when it is the actor's to inspect. */
async function findReadable(inside: Inside, id: Id<'sampling-lot'>): Promise<LotRow> {
  const lot = await findLot(inside, id);
  const parties = handover.standing(await handover.partiesOf(inside, lot.handoverId));
  allow(canReadSample(inside.actor, parties, lotFacts(lot)));
  return lot;
}

async function selectLots(inside: Inside, condition: SQL | undefined) {
  const rows = await inside.db
    .select({
      lot: samplingLot,
      number: handoverTable.number,
      version: handoverTable.playbookVersionId,
      batchNumber: batch.number,
      batchState: batch.state,
    })
    .from(samplingLot)
    .innerJoin(
      handoverTable,
      and(eq(handoverTable.firmId, samplingLot.firmId), eq(handoverTable.id, samplingLot.handoverId)),
    )
    .innerJoin(batch, and(eq(batch.firmId, samplingLot.firmId), eq(batch.id, samplingLot.batchId)))
    .where(and(eq(samplingLot.firmId, inside.firm), condition))
    .orderBy(desc(samplingLot.submittedAt), desc(samplingLot.id))
    .limit(500);
  if (rows.length === 0) return [];
  const { rows: counts } = await inside.db.execute<
    { lot: Id<'sampling-lot'> } & Pick<Lot, 'toInspect' | 'inspected' | 'nonconforming'>
  >(sql`
    select lot, to_inspect as "toInspect", inspected, nonconforming
    from access.lot_progress(${sql.param(rows.map(({ lot }) => lot.id))}::uuid[])`);
  const of = new Map(counts.map(({ lot, ...rest }) => [lot, rest]));
  return rows.map((row) => ({ ...row, ...(of.get(row.lot.id) ?? { toInspect: 0, inspected: 0, nonconforming: 0 }) }));
}
