import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import * as task from '#modules/task/task.ts';
import { workingCalendar } from '#platform/calendar/working-calendar.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { canonicalHash } from '#platform/crypto/canonical-json.ts';
import { type Id, type PersonId, newId } from '#platform/kernel/id.ts';
import { type LocalDate, addDays, localDateOf } from '#platform/kernel/local-date.ts';
import { type Wanted, duePledges } from './due-pledges.ts';
import { type LetterKind, type Side, frameworkKinds, pledgeKinds, sideInLetters } from './letter-terms.ts';
import { frameworkOf, pledgesOf } from './letters.ts';
import type { Letter } from './signing.contract.ts';
import { letter } from './signing.table.ts';

/** How long access outlasts the plan, for what is late. */
const daysBeyondPlan = 30;

/**
 * The letters that are the actor's to sign or signed by the actor; framework letters that are missing are made, and a notice of what
 * is monitored takes the place of one whose text has changed.
 */
export function openMyLetters(context: Context): Promise<Letter[]> {
  return transact(context, async (inside) => {
    const me = personOf(inside.actor)!;
    await issueFramework(inside, [me]);
    return frameworkOf(inside, [me]);
  });
}

/** Whether the actor has accepted the notice of what is monitored, in the words that it has now. */
export function myNotice(context: Context): Promise<{ accepted: boolean }> {
  return read(context, async (inside) => {
    const me = personOf(inside.actor)!;
    const [wanted] = await frameworkTexts(inside, [me], ['monitoring-notice']);
    const [present] = await inside.db
      .select({ textHash: letter.textHash })
      .from(letter)
      .where(
        and(
          eq(letter.firmId, inside.firm),
          eq(letter.kind, 'monitoring-notice'),
          eq(letter.personId, me),
          isNull(letter.withdrawnAt),
          isNotNull(letter.signatureId),
        ),
      );
    return { accepted: present?.textHash === canonicalHash(wanted!.text) };
  });
}

/** The pledges of a handover; those that are missing are made as soon as it runs. Refused with `handover.not-found`. */
export function openLetters(context: Context, input: { handover: Id<'handover'> }): Promise<Letter[]> {
  return transact(context, async (inside) => {
    await issueLetters(inside, input.handover);
    return pledgesOf(inside, input.handover);
  });
}

/**
 * Makes the letters of a running handover that are missing: pledges of those who must sign, and their framework letters; each is
 * a task of its signer. Pledges that nobody has to sign any more, since the manner or a party changed, are withdrawn. When a new
 * plan runs longer than the access that was pledged, those with access are asked for the pledge anew, with the new end; until they
 * have signed it their access ends as they signed (docs/decisions/0011).
 */
export async function issueLetters(inside: Inside, id: Id<'handover'>): Promise<void> {
  const found = await handover.findHandover(inside, id);
  if (found.state !== 'running') return;
  const content = await playbook.contentOf(inside, found.playbookVersionId);
  const parties = await handover.partiesOf(inside, id);
  const wanted = pledgesWanted(content, found.manner, parties);
  const present = await pledgesOf(inside, id);
  const stages = await handover.stagesOf(inside, id);
  const planned = stages
    .map(({ endsOn }) => addDays(endsOn, daysBeyondPlan))
    .toSorted()
    .at(-1);
  const { missing, needless } = duePledges(wanted, present, planned);
  await withdraw(inside, needless);
  await issueFramework(inside, [...new Set(wanted.map(({ person }) => person))]);
  if (missing.length === 0) return;

  const firm = await people.findFirm(inside);
  const today = localDateOf(inside.now);
  const late = addDays(today, daysBeyondPlan);
  const until = planned && planned > late ? planned : late;
  const ofHandover = {
    firm: firm.name,
    handover: found.number,
    cutOff: found.cutOff,
    from: today,
    until,
    outgoing: parties.outgoing.name,
    incoming: parties.incoming.name,
    supervisor: parties.supervisor.name,
  };
  const made = missing.map(({ kind, person, name, side }) => {
    const template = letterOf(content, kind);
    const text = playbook.fillLetter(template, 'zh', { ...ofHandover, person: name, role: sideInLetters[side] });
    return { kind, personId: person, side, accessUntil: until, text };
  });
  await insertLetters(inside, made, { handover: id, number: found.number, dueOn: pledgeDay(stages, today) });
}

/**
 * Who signs which pledge, by the letters of the playbook. In a handover by proxy the proxy signs in the place of the outgoing
 * person; in a one-sided one nobody signs for the leaver, and the witness, who sees the things counted, signs the
 * confidentiality agreement.
 */
export function pledgesWanted(
  content: playbook.PlaybookContent,
  manner: 'regular' | 'proxy' | 'one-sided',
  parties: handover.Parties,
): Wanted[] {
  return pledgeKinds.flatMap((kind) => {
    const sides: Side[] = letterOf(content, kind).signedBy.flatMap((side): Side[] => {
      if (side !== 'outgoing' || manner === 'regular') return [side];
      if (manner === 'proxy') return ['proxy'];
      return kind === 'confidentiality' ? ['witness'] : [];
    });
    return sides.flatMap((side) => {
      const party = parties[side];
      return party ? [{ kind, person: party.person, name: party.name, side }] : [];
    });
  });
}

async function issueFramework(inside: Inside, whom: PersonId[]): Promise<void> {
  const wanted = await frameworkTexts(inside, whom, frameworkKinds);
  const present = await frameworkOf(inside, whom);
  const hashes = await textHashes(inside, present);
  const same = (one: Letter, { kind, personId }: Made) => one.kind === kind && one.person.id === personId;
  const outdated = present.filter((one) => {
    const { text } = wanted.find((other) => same(one, other))!;
    return one.kind === 'monitoring-notice' && hashes.get(one.id) !== canonicalHash(text);
  });
  await withdraw(inside, outdated);
  const missing = wanted.filter((one) => !present.some((there) => same(there, one) && !outdated.includes(there)));
  if (missing.length > 0) await insertLetters(inside, missing, {});
}

/** The framework letters of persons as the firm's present playbook words them. */
async function frameworkTexts(
  inside: Inside,
  whom: PersonId[],
  kinds: readonly (typeof frameworkKinds)[number][],
): Promise<Made[]> {
  const { content } = await playbook.presentVersion(inside);
  const firm = await people.findFirm(inside);
  const everybody = await people.selectPeople(inside);
  return whom.flatMap((personId) => {
    const { name } = everybody.find(({ id }) => id === personId)!;
    return kinds.map((kind) => {
      const text = playbook.fillLetter(letterOf(content, kind), 'zh', { firm: firm.name, person: name });
      return { kind, personId, side: null, accessUntil: null, text };
    });
  });
}

async function textHashes(inside: Inside, letters: Letter[]): Promise<Map<Letter['id'], string>> {
  if (letters.length === 0) return new Map();
  const rows = await inside.db
    .select({ id: letter.id, textHash: letter.textHash })
    .from(letter)
    .where(
      and(
        eq(letter.firmId, inside.firm),
        inArray(
          letter.id,
          letters.map(({ id }) => id),
        ),
      ),
    );
  return new Map(rows.map(({ id, textHash }) => [id, textHash]));
}

interface Made {
  kind: LetterKind;
  personId: PersonId;
  side: Side | null;
  accessUntil: LocalDate | null;
  text: { title: string; paragraphs: string[] };
}

async function insertLetters(
  inside: Inside,
  made: Made[],
  of: { handover?: Id<'handover'>; number?: string; dueOn?: LocalDate },
): Promise<void> {
  const rows = made.map((one) => ({
    firmId: inside.firm,
    id: newId<'letter'>(),
    handoverId: of.handover ?? null,
    createdAt: inside.now,
    ...one,
    textHash: canonicalHash(one.text),
  }));
  // Two parties may open the page at the same moment: the letter that was there first stays.
  const inserted = await inside.db.insert(letter).values(rows).onConflictDoNothing().returning({ id: letter.id });
  const fresh = rows.filter(({ id }) => inserted.some((row) => row.id === id));
  if (fresh.length === 0) return;
  await task.open(
    inside,
    fresh.map(({ id, kind, personId }) => ({
      kind: 'signing.sign-letter',
      assignee: personId,
      subject: id,
      handover: of.handover,
      dueOn: of.dueOn,
      facts: { letter: kind, ...(of.number ? { number: of.number } : {}) },
    })),
  );
  await journal.record(
    inside,
    fresh.map(({ id, kind, personId, textHash, accessUntil }) => ({
      verb: 'signing.letter-issued',
      handover: of.handover,
      subject: id,
      facts: { kind, person: personId, textHash, until: accessUntil ?? undefined },
    })),
  );
}

/** Takes letters back that nobody needs to sign any more. */
export async function withdraw(inside: Inside, letters: Letter[]): Promise<void> {
  if (letters.length === 0) return;
  await inside.db
    .update(letter)
    .set({ withdrawnAt: inside.now })
    .where(
      and(
        eq(letter.firmId, inside.firm),
        inArray(
          letter.id,
          letters.map(({ id }) => id),
        ),
      ),
    );
  for (const { id } of letters) await task.drop(inside, { kind: 'signing.sign-letter', subject: id, why: 'withdrawn' });
  await journal.record(
    inside,
    letters.map(({ id, kind, person, handover: of }) => ({
      verb: 'signing.letter-withdrawn',
      handover: of ?? undefined,
      subject: id,
      facts: { kind, person: person.id },
    })),
  );
}

/** The playbook's letter of a kind. Its content was checked when it was published: there is one of each. */
function letterOf<Kind extends LetterKind>(content: playbook.PlaybookContent, kind: Kind) {
  return content.letters.find((one) => one.kind === kind)! as (typeof content.letters)[number] & { kind: Kind };
}

function pledgeDay(stages: { stage: string; endsOn: LocalDate }[], today: LocalDate): LocalDate {
  const planned = stages.find(({ stage }) => stage === 'pledge')?.endsOn;
  return planned && planned > today ? planned : workingCalendar().addWorkingDays(today, 1).result;
}
