import { isDeepStrictEqual } from 'node:util';
import { and, asc, desc, eq } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { person } from '#modules/people/people.table.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { type Id, newId } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { defaultPlaybook } from './content/default-playbook.ts';
import { playbookContentSchema } from './content/playbook-content.ts';
import type { PlaybookContent } from './content/playbook-shape.ts';
import type { Playbook, PlaybookVersion } from './playbook.contract.ts';
import { canReadPlaybook } from './playbook.policy.ts';
import { playbook, playbookVersion } from './playbook.table.ts';

export {
  emptyStatutoryKinds,
  headings,
  isCritical,
  mandatoryLinesLeft,
  recordLineFor,
  tradeLines,
} from './content/inventory-rules.ts';
export { type LetterKind, type LetterValues, fillLetter } from './content/letter.ts';
export type {
  CrossCheckRule,
  LotRule,
  MandatoryLine,
  PlaybookContent,
  RecordLine,
  StatutoryKind,
  TradeLine,
} from './content/playbook-shape.ts';

/** Gives a firm at its foundation the playbook that comes with the product, as version 1. */
export async function installDefault(inside: Inside): Promise<void> {
  const content = playbookContentSchema.parse(defaultPlaybook);
  const id = newId<'playbook'>();
  const version = newId<'playbook-version'>();
  await inside.db.insert(playbook).values({ firmId: inside.firm, id, name: content.name.zh });
  await inside.db
    .insert(playbookVersion)
    .values({ firmId: inside.firm, id: version, playbookId: id, number: 1, content: { ...content } });
  await journal.record(inside, { verb: 'playbook.installed', subject: version, facts: { number: 1 } });
}

/**
 * Gives a firm the product's newer playbook as the next version of its own, while the newest one is still the product's and
 * nobody of the firm published another. Handovers that began keep the version they began with.
 */
export function takeUpDefault(context: Context): Promise<void> {
  return transact(context, async (inside) => {
    const [newest] = await inside.db
      .select({
        book: playbookVersion.playbookId,
        number: playbookVersion.number,
        content: playbookVersion.content,
        by: playbookVersion.publishedBy,
      })
      .from(playbookVersion)
      .innerJoin(
        playbook,
        and(eq(playbook.firmId, playbookVersion.firmId), eq(playbook.id, playbookVersion.playbookId)),
      )
      .where(eq(playbookVersion.firmId, inside.firm))
      .orderBy(asc(playbook.createdAt), asc(playbook.id), desc(playbookVersion.number))
      .limit(1);
    const content = playbookContentSchema.parse(defaultPlaybook);
    if (!newest || newest.by !== null || isDeepStrictEqual(newest.content, content)) return;
    const version = newId<'playbook-version'>();
    const number = newest.number + 1;
    await inside.db
      .insert(playbookVersion)
      .values({ firmId: inside.firm, id: version, playbookId: newest.book, number, content: { ...content } });
    await journal.record(inside, { verb: 'playbook.installed', subject: version, facts: { number } });
  });
}

/** The firm's playbooks with their versions, newest first. */
export function list(context: Context): Promise<Playbook[]> {
  return read(context, async (inside) => {
    allow(canReadPlaybook(inside.actor));
    const books = await inside.db.select().from(playbook).orderBy(asc(playbook.createdAt));
    const versions = await selectVersions(inside);
    return books.map(({ id, name }) => ({
      id,
      name,
      versions: versions.filter((row) => row.playbook.id === id).map(({ playbook: _, ...line }) => line),
    }));
  });
}

/** One version with its content; refused with `playbook-version.not-found`. */
export function readVersion(context: Context, input: { version: Id<'playbook-version'> }): Promise<PlaybookVersion> {
  return read(context, async (inside) => {
    allow(canReadPlaybook(inside.actor));
    const [found] = await selectVersions(inside, input.version);
    if (!found) throw notFound('playbook-version', input);
    return { ...found, content: await contentOf(inside, input.version) };
  });
}

/** What a published version holds. It was parsed when it was published, and nobody changes it. */
export async function contentOf(inside: Inside, version: Id<'playbook-version'>): Promise<PlaybookContent> {
  const [found] = await inside.db
    .select({ content: playbookVersion.content })
    .from(playbookVersion)
    .where(eq(playbookVersion.id, version));
  if (!found) throw notFound('playbook-version', { version });
  return found.content as PlaybookContent;
}

/** The version that a handover begun now keeps to: the newest of the firm's first playbook, or the one asked for. */
export async function presentVersion(
  inside: Inside,
  wanted?: Id<'playbook-version'>,
): Promise<{ id: Id<'playbook-version'>; content: PlaybookContent }> {
  const [found] = await inside.db
    .select({ id: playbookVersion.id, content: playbookVersion.content })
    .from(playbookVersion)
    .innerJoin(playbook, and(eq(playbook.firmId, playbookVersion.firmId), eq(playbook.id, playbookVersion.playbookId)))
    .where(wanted ? eq(playbookVersion.id, wanted) : undefined)
    .orderBy(asc(playbook.createdAt), asc(playbook.id), desc(playbookVersion.number))
    .limit(1);
  if (!found) throw notFound('playbook-version', { version: wanted });
  return { id: found.id, content: found.content as PlaybookContent };
}

async function selectVersions(inside: Inside, version?: Id<'playbook-version'>) {
  const rows = await inside.db
    .select({
      id: playbookVersion.id,
      number: playbookVersion.number,
      publishedAt: playbookVersion.publishedAt,
      publisher: person.id,
      publisherName: person.name,
      playbook: { id: playbook.id, name: playbook.name },
    })
    .from(playbookVersion)
    .innerJoin(playbook, and(eq(playbook.firmId, playbookVersion.firmId), eq(playbook.id, playbookVersion.playbookId)))
    .leftJoin(person, and(eq(person.firmId, playbookVersion.firmId), eq(person.id, playbookVersion.publishedBy)))
    .where(version ? eq(playbookVersion.id, version) : undefined)
    .orderBy(asc(playbook.createdAt), desc(playbookVersion.number));
  return rows.map(({ publisher, publisherName, ...row }) => ({
    ...row,
    publishedBy: publisher && publisherName ? { id: publisher, name: publisherName } : null,
  }));
}
