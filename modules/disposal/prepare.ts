import type { DirectoryRow, RetentionKind } from '#modules/document/document.contract.ts';
import { retentionRules } from '#modules/document/document.contract.ts';
import * as document from '#modules/document/document.ts';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import * as task from '#modules/task/task.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, asJob, read, transact } from '#platform/context/context.ts';
import { canonicalHash, canonicalJson } from '#platform/crypto/canonical-json.ts';
import { type FirmId, type Id, newId } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import {
  type DisposalList,
  type ListLine,
  type PrepareDisposal,
  type WholeDisposal,
  largestList,
} from './disposal.contract.ts';
import { canPrepareDisposal, maySit } from './disposal.policy.ts';
import { disposal, disposalLine, disposalSeat } from './disposal.table.ts';
import { heldBackAmong } from './held-back.ts';
import { candidates, wholeDisposal } from './lookup.ts';
import { openListsOf } from './open-lists.ts';
import { openTasks } from './seat-tasks.ts';
import { type HeldBackReason, type SeatName, type Stage, apart, mostOpinions, seats } from './seats.ts';

/** What is due, on no open list, and what of it is held back; and who could sign. */
export async function previewDisposal(context: Context) {
  const people = await read(context, (inside) => {
    allow(canPrepareDisposal(inside.actor));
    return candidates(inside);
  });
  const { rows, heldBack } = await dueNow(context, null);
  return {
    lines: rows.map(({ document: id, client, kind, year, mayGoFrom }) => ({
      document: id,
      client: client && { number: client.number, name: client.name },
      kind: kind!,
      year: year!,
      mayGoFrom: mayGoFrom!,
      heldBack: heldBack.get(id) ?? null,
    })),
    candidates: people,
  };
}

/**
 * Draws up appraisal (鉴定意见书) and disposal list (销毁清册) of what is due: what is held back stands on it too, with the reason (79号令
 * Art. 19). The appraisal is signed first, by archives and accounting; then five give their opinion.
 *
 * Refused with `disposal.nothing-due`, `disposal.not-due` for a named file that is not, `disposal.on-another-list`,
 * `disposal.all-held-back`, `disposal.seat-missing`, `disposal.seat-twice`, `disposal.seats-apart`, `disposal.seats-too-many`,
 * `disposal.seat-position`, and as the policy does.
 */
export async function prepareDisposal(context: Context, input: PrepareDisposal): Promise<WholeDisposal> {
  await read(context, async (inside) => {
    allow(canPrepareDisposal(inside.actor));
    await refuseSeats(inside, input.seats);
  });
  const { rows, heldBack } = await dueNow(context, input.documents);
  if (rows.length === 0) throw new Refusal('disposal.nothing-due', {}, 'conflict');
  const said = new Map(input.heldBack.map((one) => [one.document, one]));
  return transact(context, async (inside) => {
    allow(canPrepareDisposal(inside.actor));
    const id = newId<'disposal'>();
    const year = localDateOf(inside.now).slice(0, 4);
    const next = await people.nextNumber(inside, `XH-${year}`);
    const number = `XH-${year}-${String(next).padStart(4, '0')}`;
    const kinds = await document.selectKinds(inside);
    const lines = rows.map((row, at) => {
      const own = said.get(row.document);
      const found = heldBack.get(row.document);
      const reason = own ? { reason: own.reason, note: own.note } : found ? { reason: found, note: null } : null;
      return lineOf(row, at + 1, kinds, reason);
    });
    if (lines.every((line) => line.heldBack))
      throw new Refusal('disposal.all-held-back', { count: lines.length }, 'conflict');
    const { name } = await people.findFirm(inside);
    const list: DisposalList = {
      format: 'baton/disposal-list/v1',
      firm: { id: inside.firm, name },
      number,
      madeAt: inside.now.toISOString(),
      rules: retentionRules.version,
      appraisal: input.appraisal,
      lines,
    };
    const listHash = canonicalHash(list);
    const preparedBy = personOf(inside.actor)!;
    await inside.db.insert(disposal).values({
      firmId: inside.firm,
      id,
      number,
      list: canonicalJson(list),
      listHash,
      preparedBy,
      preparedAt: inside.now,
    });
    await insertLines(inside, id, lines);
    await inside.db
      .insert(disposalSeat)
      .values(
        [
          ...input.seats,
          ...input.seats
            .filter(({ stage }) => stage === 'check')
            .map((seat) => ({ ...seat, stage: 'watched' as const })),
        ].map(({ stage, seat, person }) => ({ firmId: inside.firm, disposalId: id, stage, seat, personId: person })),
      );
    await openTasks(inside, { id, number }, 'appraisal');
    await task.done(inside, { kind: 'disposal.appraise', subject: inside.firm });
    await journal.record(inside, {
      verb: 'disposal.prepared',
      subject: id,
      facts: {
        number,
        listHash,
        documents: lines.filter((line) => !line.heldBack).length,
        heldBack: lines.filter((line) => line.heldBack).length,
      },
    });
    return wholeDisposal(inside, id);
  });
}

/** What is due and on no open list, or those named; and what of it is held back. Read as the firm's worker, whom no list hides a client from. */
async function dueNow(context: Context, documents: readonly Id<'document'>[] | null) {
  const { firm, person } = await read(context, async (inside) => ({
    firm: inside.firm,
    person: personOf(inside.actor),
  }));
  return read(asJob(context, firm as FirmId, person), async (inside) => {
    const due = await document.directoryRows(inside, {
      state: 'due',
      ...(documents ? { documents } : {}),
      limit: documents ? largestList : largestList * 2,
    });
    const found = new Set(due.map((row) => row.document));
    const missing = documents?.find((id) => !found.has(id));
    if (missing) throw new Refusal('disposal.not-due', { document: missing }, 'conflict');
    const taken = await openListsOf(inside, [...found]);
    const doubled = documents?.find((id) => taken.has(id));
    if (doubled)
      throw new Refusal('disposal.on-another-list', { document: doubled, number: taken.get(doubled) }, 'conflict');
    const rows = due.filter((row) => !taken.has(row.document)).slice(0, largestList);
    return { rows, heldBack: await heldBackAmong(inside, rows) };
  });
}

function lineOf(
  row: DirectoryRow,
  position: number,
  kinds: readonly RetentionKind[],
  heldBack: { reason: HeldBackReason; note: string | null } | null,
): ListLine {
  const kind = kinds.find(({ key }) => key === row.kind)!;
  return {
    position,
    document: row.document,
    client: row.client && { number: row.client.number, name: row.client.name },
    name: kind.zh,
    volume: row.code && document.volumeOf(row.code),
    copies: 1,
    from: row.year!,
    to: row.year!,
    code: row.code,
    keepFor: document.termWords(kind.term),
    keptFor: `${row.keptYears}年`,
    mayGoFrom: row.mayGoFrom!,
    sha256: row.sha256,
    bytes: row.size,
    heldBack,
  };
}

async function insertLines(inside: Inside, disposalId: Id<'disposal'>, lines: readonly ListLine[]): Promise<void> {
  for (let from = 0; from < lines.length; from += 1000)
    await inside.db.insert(disposalLine).values(
      lines.slice(from, from + 1000).map(({ position, document: id, heldBack }) => ({
        firmId: inside.firm,
        disposalId,
        position,
        documentId: id as Id<'document'>,
        heldBack: heldBack?.reason ?? null,
      })),
    );
}

async function refuseSeats(inside: Inside, given: PrepareDisposal['seats']): Promise<void> {
  const staff = new Map((await people.selectPeople(inside)).map((one) => [one.id, one]));
  const named: Stage[] = ['appraisal', 'opinion', 'check'];
  for (const stage of named) {
    const sitting = new Map<SeatName, string>();
    for (const { seat } of seats[stage]) {
      const taken = given.filter((one) => one.stage === stage && one.seat === seat);
      if (taken.length !== 1) throw new Refusal('disposal.seat-missing', { stage, seat });
      const { person } = taken[0]!;
      refuseTogether(sitting, person, { stage, seat });
      sitting.set(seat, person);
      refusePosition(staff.get(person), { stage, seat });
    }
  }
}

/** At a stage everybody sits once; of the five opinions two are given by one person where `apart` does not keep them apart. */
function refuseTogether(
  sitting: ReadonlyMap<SeatName, string>,
  person: string,
  { stage, seat }: { stage: Stage; seat: SeatName },
): void {
  const held = [...sitting].filter(([, one]) => one === person).map(([name]) => name);
  if (held.length === 0) return;
  if (stage !== 'opinion') throw new Refusal('disposal.seat-twice', { stage, seat });
  const other = held.find((one) => apart.some((pair) => pair.includes(one) && pair.includes(seat)));
  if (other) throw new Refusal('disposal.seats-apart', { seat, other });
  if (held.length >= mostOpinions) throw new Refusal('disposal.seats-too-many', { seat, most: mostOpinions });
}

function refusePosition(
  someone: Awaited<ReturnType<typeof people.selectPeople>>[number] | undefined,
  at: { stage: Stage; seat: SeatName },
): void {
  const fits = someone?.state === 'active' && someone.keys !== null && maySit(someone.positions, at);
  if (!fits) throw new Refusal('disposal.seat-position', { ...at });
}
