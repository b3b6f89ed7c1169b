import { z } from 'zod';
import rulesJson from './retention-kinds.json' with { type: 'json' };

/** How long a kind of archive is kept: so many full years, for ever, or so many years after the asset was scrapped. */
export const termSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('years'), years: z.int().min(1).max(100) }),
  z.object({ kind: z.literal('permanent') }),
  z.object({ kind: z.literal('after-scrapping'), years: z.int().min(1).max(100) }),
]);
export type Term = z.output<typeof termSchema>;

const sourceSchema = z.object({
  id: z.string(),
  title: z.string(),
  issuer: z.string(),
  articles: z.string(),
  since: z.string(),
});
export type Source = z.output<typeof sourceSchema>;

const lawKindSchema = z.object({
  /** Also the choice that a client's `archive-volume` record stores. */
  key: z.string(),
  zh: z.string(),
  en: z.string(),
  term: termSchema,
  /** Also tax material: kept for `taxMinimum` at least, whatever the term says. */
  tax: z.boolean(),
});

const rulesSchema = z.object({
  version: z.string(),
  sources: z.array(sourceSchema),
  taxMinimum: z.object({ years: z.int(), source: z.string() }),
  kinds: z.array(lawKindSchema),
});

/** The retention of the law, as the file beside has it: an amendment is an edit of that file with a new version. */
export const retentionRules = rulesSchema.parse(rulesJson);

/** The term that counts: of an archive that is tax material too, the longer one (征管法实施细则 Art. 29). */
export function termOf({ term, tax }: { term: Term; tax: boolean }): Term {
  if (!tax || term.kind !== 'years') return term;
  return { kind: 'years', years: Math.max(term.years, retentionRules.taxMinimum.years) };
}
