import { and, asc, eq, gte, inArray, isNull, lte } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { type Id, type PersonId, newId } from '#platform/kernel/id.ts';
import { type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { Absence, EnterAbsence } from './people.contract.ts';
import { canEnterAbsence } from './people.policy.ts';
import { findPerson } from './staff.ts';
import { absence, person } from './people.table.ts';

/** Absences of the firm that are not over, by their first day; of one person where it is named. */
export function listAbsences(context: Context, input: { person?: PersonId | undefined }): Promise<Absence[]> {
  return read(context, (inside) =>
    selectAbsences(inside, { from: localDateOf(inside.now), ...(input.person ? { people: [input.person] } : {}) }),
  );
}

/**
 * Enters days on which somebody is away, for oneself or as a manager. Refused with `people.absence-ends-early`, and with
 * `people.absence-overlaps` when the person is away already on one of the days.
 */
export function enterAbsence(context: Context, input: EnterAbsence): Promise<Absence> {
  return transact(context, async (inside) => {
    allow(canEnterAbsence(inside.actor, input.person));
    const { from, until, reason } = input;
    if (until < from) throw new Refusal('people.absence-ends-early', { from, until });
    const whom = await findPerson(inside, input.person);
    const [known] = await selectAbsences(inside, { people: [whom.id], from, until });
    if (known) throw new Refusal('people.absence-overlaps', { from: known.from, until: known.until }, 'conflict');
    const id = newId<'absence'>();
    await inside.db.insert(absence).values({
      firmId: inside.firm,
      id,
      personId: whom.id,
      from,
      until,
      reason: reason ?? null,
      enteredBy: personOf(inside.actor)!,
      enteredAt: inside.now,
    });
    await journal.record(inside, { verb: 'people.absence-entered', subject: whom.id, facts: { from, until } });
    return { id, person: { id: whom.id, name: whom.name }, from, until, reason: reason ?? null };
  });
}

/** Takes an absence back; it stays on record. Refused with `absence.not-found` when it is taken back already. */
export function withdrawAbsence(context: Context, input: { absence: Id<'absence'> }): Promise<Record<string, never>> {
  return transact(context, async (inside) => {
    const [found] = await inside.db
      .select()
      .from(absence)
      .where(and(eq(absence.id, input.absence), isNull(absence.withdrawnAt)));
    if (!found) throw notFound('absence', { absence: input.absence });
    allow(canEnterAbsence(inside.actor, found.personId));
    await inside.db.update(absence).set({ withdrawnAt: inside.now }).where(eq(absence.id, found.id));
    const { from, until } = found;
    await journal.record(inside, { verb: 'people.absence-withdrawn', subject: found.personId, facts: { from, until } });
    return {};
  });
}

/** Who of these is away on which days of a span that touches `from` to `until`, both counted; left open, from then on. */
export async function selectAbsences(
  inside: Inside,
  { people, from, until }: { people?: PersonId[]; from: LocalDate; until?: LocalDate },
): Promise<Absence[]> {
  const rows = await inside.db
    .select({
      id: absence.id,
      personId: absence.personId,
      name: person.name,
      from: absence.from,
      until: absence.until,
      reason: absence.reason,
    })
    .from(absence)
    .innerJoin(person, and(eq(person.firmId, absence.firmId), eq(person.id, absence.personId)))
    .where(
      and(
        eq(absence.firmId, inside.firm),
        isNull(absence.withdrawnAt),
        gte(absence.until, from),
        until && lte(absence.from, until),
        people && inArray(absence.personId, people),
      ),
    )
    .orderBy(asc(absence.from), asc(absence.id));
  return rows.map(({ personId, name, ...row }) => ({ ...row, person: { id: personId, name } }));
}
