import { type SQL, and, asc, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import * as people from '#modules/people/people.ts';
import { person } from '#modules/people/people.table.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read } from '#platform/context/context.ts';
import { canonicalHash } from '#platform/crypto/canonical-json.ts';
import type { SignedStatement } from '#platform/crypto/statement.ts';
import type { Id, PersonId } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import { type LetterKind, frameworkKinds } from './letter-terms.ts';
import { type KeptSignature, signaturesOf } from './signatures.ts';
import { type Letter, type LetterStatement, type ReadLetter, letterStatementSchema } from './signing.contract.ts';
import { letter, signature } from './signing.table.ts';

/** A letter with its whole text; refused with `letter.not-found` when it is not the reader's to see. */
export function readLetter(context: Context, input: { letter: Id<'letter'> }): Promise<ReadLetter> {
  return read(context, async (inside) => {
    const found = await findLetter(inside, input.letter);
    const me = personOf(inside.actor);
    const [kept] = await signaturesOf(inside, found.id);
    const [row] = await inside.db
      .select({ text: letter.text, textHash: letter.textHash })
      .from(letter)
      .where(and(eq(letter.firmId, inside.firm), eq(letter.id, found.id)));
    return {
      ...found,
      text: row!.text,
      textHash: row!.textHash,
      toSign: found.person.id === me && found.state !== 'signed' ? statementOf(inside, found, row!.textHash) : null,
      signed: kept ? signedLetter(kept) : null,
      translation: await translationOf(inside, found, row!.text),
      agreed: me !== null && (await hasAgreed(inside, me)),
    };
  });
}

/** A framework letter in English, as long as the firm's playbook words it as it was issued. */
async function translationOf(inside: Inside, { kind, person: whose }: Letter, text: ReadLetter['text']) {
  if (!frameworkKinds.some((framework) => framework === kind)) return null;
  const { content } = await playbook.presentVersion(inside);
  const template = content.letters.find((one) => one.kind === kind) as (typeof content.letters)[number] & {
    kind: 'monitoring-notice';
  };
  const values = { firm: (await people.findFirm(inside)).name, person: whose.name };
  const same = canonicalHash(playbook.fillLetter(template, 'zh', values)) === canonicalHash(text);
  return same ? playbook.fillLetter(template, 'en', values) : null;
}

/** Whether the person's agreement on electronic signing (电子签名法 Art. 13) stands. */
export async function hasAgreed(inside: Inside, whose: PersonId): Promise<boolean> {
  const found = await selectLetters(
    inside,
    and(eq(letter.kind, 'signing-agreement'), eq(letter.personId, whose), isNotNull(letter.signatureId))!,
  );
  return found.length > 0;
}

/** The letter, or `letter.not-found`. */
export async function findLetter(inside: Inside, id: Id<'letter'>): Promise<Letter> {
  const [found] = await selectLetters(inside, eq(letter.id, id));
  if (!found) throw notFound('letter', { letter: id });
  return found;
}

/** The pledges of a handover that are in force. */
export function pledgesOf(inside: Inside, handover: Id<'handover'>): Promise<Letter[]> {
  return selectLetters(inside, eq(letter.handoverId, handover));
}

/** The framework letters of persons that are in force. */
export async function frameworkOf(inside: Inside, whose: PersonId[]): Promise<Letter[]> {
  if (whose.length === 0) return [];
  return selectLetters(inside, and(inArray(letter.kind, [...frameworkKinds]), inArray(letter.personId, whose))!);
}

/** Letters in force that fit the condition; what waits first. */
export async function selectLetters(inside: Inside, condition: SQL): Promise<Letter[]> {
  const rows = await inside.db
    .select({
      id: letter.id,
      kind: letter.kind,
      handover: letter.handoverId,
      person: { id: letter.personId, name: person.name },
      side: letter.side,
      title: sql<string>`${letter.text} ->> 'title'`,
      signatureId: letter.signatureId,
      signedAt: signature.signedAt,
      declinedAt: letter.declinedAt,
      declinedFor: letter.declinedFor,
      accessUntil: letter.accessUntil,
    })
    .from(letter)
    .innerJoin(person, and(eq(person.firmId, letter.firmId), eq(person.id, letter.personId)))
    .leftJoin(signature, and(eq(signature.firmId, letter.firmId), eq(signature.id, letter.signatureId)))
    .where(and(eq(letter.firmId, inside.firm), isNull(letter.withdrawnAt), condition))
    .orderBy(sql`${letter.signatureId} is not null`, desc(letter.kind), asc(letter.id));
  return rows.map(({ signatureId, declinedAt, ...row }) => ({
    ...row,
    state: signatureId ? 'signed' : declinedAt ? 'declined' : 'waiting',
  }));
}

/** What the person of the letter signs, as it stands now. */
export function statementOf(inside: Inside, found: Letter, textHash: string): LetterStatement {
  const { id, kind, handover } = found;
  const at = inside.now.toISOString();
  return {
    purpose: 'baton/letter/v1',
    firm: inside.firm,
    letter: id,
    kind,
    textHash,
    person: found.person.id,
    handover,
    at,
  };
}

/** A signed letter as the package of a batch keeps it. */
export interface LetterFile {
  kind: LetterKind;
  person: PersonId;
  name: string;
  text: { title: string; paragraphs: string[] };
  signedAt: string;
  signed: SignedStatement<LetterStatement>;
}

/** Every signed letter of a handover, with the framework letters of whoever signed one. */
export async function letterFilesOf(inside: Inside, handover: Id<'handover'>): Promise<LetterFile[]> {
  const pledges = await pledgesOf(inside, handover);
  const framework = await frameworkOf(inside, [...new Set(pledges.map((one) => one.person.id))]);
  const signed = [...framework, ...pledges].filter(({ state }) => state === 'signed');
  if (signed.length === 0) return [];
  const rows = await inside.db
    .select({ id: letter.id, text: letter.text })
    .from(letter)
    .where(
      and(
        eq(letter.firmId, inside.firm),
        inArray(
          letter.id,
          signed.map(({ id }) => id),
        ),
      ),
    );
  const texts = new Map(rows.map(({ id, text }) => [id, text]));
  const files: LetterFile[] = [];
  for (const { id, kind, person: whose } of signed) {
    const [kept] = await signaturesOf(inside, id);
    const signedAt = kept!.signedAt.toISOString();
    files.push({
      kind,
      person: whose.id,
      name: whose.name,
      text: texts.get(id)!,
      signedAt,
      signed: signedLetter(kept!),
    });
  }
  return files;
}

function signedLetter({ signed }: KeptSignature): SignedStatement<LetterStatement> {
  return { ...signed, statement: letterStatementSchema.parse(signed.statement) };
}
