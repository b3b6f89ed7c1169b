import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import { bytesArray, textArray, uuidArray } from '#platform/database/arrays.ts';
import { randomBytes } from '#platform/crypto/bytes.ts';
import { type ClientId, type Id, newId } from '#platform/kernel/id.ts';
import type { Facts } from '#platform/kernel/refusal.ts';
import { sql } from 'drizzle-orm';
import { journalEntry, journalFact, journalUnsequenced } from './journal.table.ts';
import { commitmentOf } from './leaf.ts';

/** What happened, for the journal. Facts hold ids, counts and field names; they are erasable, the leaf is not. */
export interface Happening {
  /** Module and past participle: `client.record-corrected`. */
  verb: string;
  client?: ClientId | undefined;
  handover?: Id<'handover'> | undefined;
  /** The thing it is about, when neither client nor handover says it. */
  subject?: string | undefined;
  facts: Facts;
}

/**
 * Writes what happened, in the transaction of the change: when the journal cannot be written, the change does not
 * happen. Jobs that follow a verb are put into the queue with it. Many happenings go in one statement
 * each table.
 */
export async function record(inside: Inside, happened: Happening | Happening[]): Promise<void> {
  const happenings = Array.isArray(happened) ? happened : [happened];
  const firmId = inside.firm;
  const written = happenings.map((one) => ({ one, ...saltedFacts(one.facts, inside.from) }));
  const by = inside.actor.kind === 'person' ? ('person' as const) : ('job' as const);
  const actorId = personOf(inside.actor);
  const texts = (value: (one: (typeof written)[number]) => string | null) => textArray(written.map(value));
  const ids = uuidArray(written.map(({ id }) => id));
  await inside.db.execute(sql`
    insert into ${journalEntry} (firm_id, at, actor_id, "by", id, verb, client_id, handover_id, subject_id, commitment)
    select ${firmId}, ${inside.now}, ${actorId}, ${by}, t.id, t.verb, t.client::uuid, t.handover::uuid, t.subject, t.commitment
    from unnest(
      ${ids}::uuid[], ${texts(({ one }) => one.verb)}::text[], ${texts(({ one }) => one.client ?? null)}::text[],
      ${texts(({ one }) => one.handover ?? null)}::text[], ${texts(({ one }) => one.subject ?? null)}::text[],
      ${bytesArray(written.map(({ commitment }) => Buffer.from(commitment, 'hex')))}::bytea[]
    ) as t (id, verb, client, handover, subject, commitment)`);
  await inside.db.execute(sql`
    insert into ${journalFact} (firm_id, entry_id, salt, facts)
    select ${firmId}, t.id, t.salt, t.facts::jsonb
    from unnest(${ids}::uuid[], ${bytesArray(written.map(({ salt }) => salt))}::bytea[], ${texts(({ facts }) => JSON.stringify(facts))}::text[])
      as t (id, salt, facts)`);
  await inside.db.execute(sql`
    insert into ${journalUnsequenced} (firm_id, entry_id) select ${firmId}, t from unnest(${ids}::uuid[]) t`);
  for (const { verb, client, handover, subject } of happenings)
    for (const job of inside.ground.followers[verb] ?? [])
      await inside.ground.enqueue(inside, job, { client, handover, subject });
  const touched = new Set(happenings.flatMap(({ handover }) => handover ?? []));
  await inside.db.execute(
    sql`select pg_notify('baton_journal', ${JSON.stringify({ firm: firmId, verb: happenings[0]?.verb, handovers: [...touched] })})`,
  );
}

/** The facts of a new entry with where they came from, under a salt of their own. */
export function saltedFacts(said: Facts, from: Inside['from']) {
  const salt = randomBytes(16);
  const facts = withoutUndefined(from ? { ...said, from } : said);
  return { id: newId<'journal-entry'>(), salt, facts, commitment: commitmentOf(salt, facts) };
}

function withoutUndefined(facts: Facts): Facts {
  return JSON.parse(JSON.stringify(facts)) as Facts;
}
