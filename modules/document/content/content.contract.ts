import { oc } from '@orpc/contract';
import { z } from 'zod';
import { idOf } from '#platform/kernel/id.ts';

/**
 * How far a content is read: `recognising` is a scan whose turn has not come, `wordless` a kind of file that has no words, such as a
 * recording; of an `unreadable` one the fault says why.
 */
export const readingStates = ['reading', 'recognising', 'read', 'wordless', 'unreadable'] as const;
export type ReadingState = (typeof readingStates)[number];

export const readingFaults = ['too-large', 'too-slow', 'too-much-memory', 'password', 'damaged', 'gave-up'] as const;
export type ReadingFault = (typeof readingFaults)[number];

/** A place where the words stand, with what stands around them. */
const place = z.object({ before: z.string(), words: z.string(), after: z.string() });
export type FoundPlace = z.output<typeof place>;

const foundDocument = z.object({
  document: idOf('document'),
  name: z.string(),
  folder: z.string(),
  mediaType: z.string(),
  addedAt: z.date(),
  client: z.object({ id: idOf('client'), number: z.string(), name: z.string() }).nullable(),
  handover: idOf('handover').nullable(),
  /** The first places, and how many there are in all. */
  places: z.array(place),
  count: z.int(),
});
export type FoundDocument = z.output<typeof foundDocument>;

export const searchDocuments = z.object({
  /** Two characters at least; blanks do not count, full and half width are the same. */
  words: z.string().max(100),
  client: idOf('client').optional(),
  handover: idOf('handover').optional(),
  /** The `next` of the page before. */
  after: idOf('stored-file').optional(),
});
export type SearchDocuments = z.output<typeof searchDocuments>;

const reading = z.object({
  document: idOf('document'),
  state: z.enum(readingStates),
  fault: z.enum(readingFaults).nullable(),
  cut: z.boolean(),
});
export type Reading = z.output<typeof reading>;

export const contentContract = {
  searchDocuments: oc
    .route({
      method: 'GET',
      path: '/documents/search',
      summary: 'Files by the words in them: of one client, of a handover as a whole, or of all that one may read',
    })
    .input(searchDocuments)
    .output(z.object({ found: z.array(foundDocument), next: idOf('stored-file').nullable() })),
  listReadings: oc
    .route({
      method: 'GET',
      path: '/documents/readings',
      summary: 'Which files cannot be found by their words, and why',
    })
    .input(z.object({ client: idOf('client').optional(), handover: idOf('handover').optional() }))
    .output(z.array(reading)),
};
