import { z } from 'zod';
import { keySchema, wordsSchema } from './text.ts';

const ofHandover = [
  'firm',
  'person',
  'role',
  'handover',
  'cutOff',
  'from',
  'until',
  'outgoing',
  'incoming',
  'supervisor',
] as const;

/**
 * The kinds of letter, each with the placeholders that its text may use: `person` is who signs and `role` the side in
 * words, `from` and `until` the term of the person's access, `effective` the day from which the client is served anew.
 */
export const letterPlaceholders = {
  confidentiality: ofHandover,
  responsibility: ofHandover,
  'signing-agreement': ['firm', 'person'],
  'monitoring-notice': ['firm', 'person'],
  'client-notice': ['firm', 'client', 'outgoing', 'incoming', 'effective'],
} as const;

export type LetterKind = keyof typeof letterPlaceholders;
export const letterKinds = Object.keys(letterPlaceholders) as [LetterKind, ...LetterKind[]];

/** A value for each placeholder that a letter of the kind may use. */
export type LetterValues<Kind extends LetterKind> = Record<(typeof letterPlaceholders)[Kind][number], string>;

export type Language = 'zh' | 'en';

/** A letter of the firm: a template whose `{placeholders}` are filled in for one person, or for one client. */
export const letterSchema = z
  .object({
    kind: z.enum(letterKinds),
    title: wordsSchema,
    paragraphs: z.array(wordsSchema).min(1),
    /** Which sides of a handover sign it; empty for a letter that each person signs once for all, or that is only sent. */
    signedBy: z.array(z.enum(['outgoing', 'incoming', 'supervisor'])),
    /** The rules that it leans on. */
    rules: z.array(keySchema),
  })
  .superRefine((letter, context) => {
    const allowed: readonly string[] = letterPlaceholders[letter.kind];
    for (const [index, paragraph] of [letter.title, ...letter.paragraphs].entries()) {
      for (const language of ['zh', 'en'] as const) {
        for (const name of placeholdersIn(paragraph[language])) {
          if (allowed.includes(name)) continue;
          const path = index === 0 ? ['title', language] : ['paragraphs', index - 1, language];
          context.addIssue({ code: 'custom', path, message: `placeholder {${name}} has no value in this letter` });
        }
      }
    }
  });
export type Letter = z.output<typeof letterSchema>;

/** The letter in one language with every placeholder filled in. */
export function fillLetter<Kind extends LetterKind>(
  letter: Letter & { kind: Kind },
  language: Language,
  values: LetterValues<Kind>,
): { title: string; paragraphs: string[] } {
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_whole, name: keyof LetterValues<Kind>) => values[name]);
  return {
    title: fill(letter.title[language]),
    paragraphs: letter.paragraphs.map((paragraph) => fill(paragraph[language])),
  };
}

function placeholdersIn(text: string): string[] {
  return [...text.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1]!);
}
