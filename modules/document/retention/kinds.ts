import { and, asc, eq } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { newId } from '#platform/kernel/id.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { retentionKind } from '../keeping.table.ts';
import type { AddKind, RetentionKind } from './retention.contract.ts';
import { canAddKind } from './retention.policy.ts';
import { retentionRules, termOf } from './retention-kinds.ts';

/** The kinds of the law, then those of the firm, each with the term that counts. */
export function listKinds(context: Context): Promise<RetentionKind[]> {
  return read(context, selectKinds);
}

/**
 * Adds a kind of the firm, which stands for good: what was filed under it must not change its term unseen. Refused with
 * `document.kind-exists`, and with `document.kind-too-short` for tax material below ten years (征管法实施细则 Art. 29).
 */
export function addKind(context: Context, input: AddKind): Promise<RetentionKind> {
  return transact(context, async (inside) => {
    allow(canAddKind(inside.actor));
    const known = await selectKinds(inside);
    if (known.some(({ zh, en }) => zh === input.name || en === input.name))
      throw new Refusal('document.kind-exists', { name: input.name }, 'conflict');
    const { years } = retentionRules.taxMinimum;
    if (input.tax && input.term.kind === 'years' && input.term.years < years)
      throw new Refusal('document.kind-too-short', { years });
    const id = newId<'retention-kind'>();
    const { name, term, tax, source } = input;
    await inside.db
      .insert(retentionKind)
      .values({ firmId: inside.firm, id, name, term, tax, source, addedBy: personOf(inside.actor)! });
    await journal.record(inside, { verb: 'document.kind-added', subject: id, facts: { name, term, tax, source } });
    return findKind(inside, id);
  });
}

/** The kind of this key; refused with `retention-kind.not-found`. */
export async function findKind(inside: Inside, key: string): Promise<RetentionKind> {
  const found = (await selectKinds(inside)).find((kind) => kind.key === key);
  if (!found) throw notFound('retention-kind', { kind: key });
  return found;
}

export async function selectKinds(inside: Inside): Promise<RetentionKind[]> {
  const own = await inside.db
    .select()
    .from(retentionKind)
    .where(and(eq(retentionKind.firmId, inside.firm)))
    .orderBy(asc(retentionKind.addedAt));
  return [
    ...lawKinds,
    ...own.map(({ id, name, term, tax, source }) => ({ key: id, zh: name, en: name, term, tax, source, own: true })),
  ];
}

const lawKinds: RetentionKind[] = retentionRules.kinds.map(({ key, zh, en, term, tax }) => ({
  key,
  zh,
  en,
  term: termOf({ term, tax }),
  tax,
  source: sourceOf(tax),
  own: false,
}));

function sourceOf(tax: boolean): string {
  const [archives, taxes] = ['archives-measures', retentionRules.taxMinimum.source].map((wanted) => {
    const { title, issuer, articles } = retentionRules.sources.find(({ id }) => id === wanted)!;
    return `${title}(${issuer})${articles}`;
  });
  return tax ? `${archives};${taxes}` : archives!;
}
