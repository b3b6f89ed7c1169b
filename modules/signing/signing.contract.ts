import { oc } from '@orpc/contract';
import { z } from 'zod';
import { idOf } from '#platform/kernel/id.ts';
import { localDateSchema } from '#platform/kernel/local-date-schema.ts';
import { letterKinds, sideSchema } from './letter-terms.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const letterTextSchema = z.object({ title: z.string(), paragraphs: z.array(z.string()) });

/** What a person signs with the own key for a letter: its text by hash, and who, what for and when. */
export const letterStatementSchema = z.strictObject({
  purpose: z.literal('baton/letter/v1'),
  firm: z.uuid(),
  letter: z.uuid(),
  kind: z.enum(letterKinds),
  /** SHA-256 of the canonical JSON of the text, hex. */
  textHash: hash,
  person: z.uuid(),
  handover: z.uuid().nullable(),
  /** When the text was given to the person to read, by the clock of the server; ISO, UTC. */
  at: z.iso.datetime(),
});
export type LetterStatement = z.output<typeof letterStatementSchema>;

const signedLetterSchema = z.object({
  statement: letterStatementSchema,
  /** Ed25519 over the canonical JSON of the statement, base64url. */
  signature: z.string().max(100),
  publicKey: z.string().max(100),
  fingerprint: hash,
});

export const letterSchema = z.object({
  id: idOf('letter'),
  kind: z.enum(letterKinds),
  /** Null for a letter that the person signs once for all handovers. */
  handover: idOf('handover').nullable(),
  person: z.object({ id: idOf('person'), name: z.string() }),
  side: sideSchema.nullable(),
  title: z.string(),
  state: z.enum(['waiting', 'signed', 'declined']),
  signedAt: z.date().nullable(),
  declinedFor: z.string().nullable(),
  accessUntil: localDateSchema.nullable(),
});
export type Letter = z.output<typeof letterSchema>;

export const readLetterSchema = letterSchema.extend({
  text: letterTextSchema,
  textHash: hash,
  /** What I would sign; null when the letter is not mine or is signed. */
  toSign: letterStatementSchema.nullable(),
  /** The signature, for whoever wants to check it. */
  signed: signedLetterSchema.nullable(),
  /** The same letter in English, for reading; null for a letter whose words the firm has changed since. The Chinese one is signed. */
  translation: letterTextSchema.nullable(),
  /** Whether my agreement on electronic signing stands, which every other letter needs. */
  agreed: z.boolean(),
});
export type ReadLetter = z.output<typeof readLetterSchema>;

const one = z.object({ letter: idOf('letter') });
export const signLetterInput = one.extend({ signed: signedLetterSchema });
export type SignLetter = z.output<typeof signLetterInput>;

const ofHandover = z.object({ handover: idOf('handover') });

export const signingContract = {
  openMyLetters: oc
    .route({
      method: 'POST',
      path: '/me/letters',
      summary: 'The letters that are mine to sign; those for all handovers are made when they are missing',
    })
    .output(z.array(letterSchema)),
  myNotice: oc
    .route({
      method: 'GET',
      path: '/me/notice',
      summary: 'Whether I have accepted the notice of what is monitored, in the words that it has now',
    })
    .output(z.object({ accepted: z.boolean() })),
  openLetters: oc
    .route({
      method: 'POST',
      path: '/handovers/{handover}/letters',
      summary: 'The pledges of a handover and how far they are signed; those that are missing are made',
    })
    .input(ofHandover)
    .output(z.array(letterSchema)),
  readLetter: oc
    .route({ method: 'GET', path: '/letters/{letter}', summary: 'A letter with its whole text, and what I would sign' })
    .input(one)
    .output(readLetterSchema),
  signLetter: oc
    .route({
      method: 'POST',
      path: '/letters/{letter}/signature',
      summary: 'Sign a letter with my own key; the last pledge of a handover begins the access of its receiver',
    })
    .input(signLetterInput)
    .output(letterSchema),
  declineLetter: oc
    .route({ method: 'POST', path: '/letters/{letter}/refusal', summary: 'Do not sign a letter, with the reason' })
    .input(one.extend({ reason: z.string().trim().min(2).max(400) }))
    .output(letterSchema),
};
