import { z } from 'zod';
import { keySchema, wordsSchema } from './text.ts';

/**
 * A rule of law that the product or a letter leans on. It is data: an amendment is an edit of the playbook, and each version
 * of a playbook keeps the rules that it was published with.
 */
export const lawRuleSchema = z.object({
  id: keySchema,
  /** Name of the law or regulation, in full. */
  law: wordsSchema,
  /** The article as printed on forms: 第三十九条. Empty for a rule of the whole text. */
  article: z.string(),
  /** Which text: number of issue and the day from which it is in force as amended. */
  version: z.string().min(1),
  /** What it says: the article itself where `standing` is `text`, otherwise its content. */
  text: wordsSchema,
  /** Where it was read. */
  source: z.string().min(1),
  /** `text`: the text itself was read. `secondary`: read in another's account of it, to be checked before it is cited to outsiders. */
  standing: z.enum(['text', 'secondary']),
});
export type LawRule = z.output<typeof lawRuleSchema>;
