import { createReadStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { and, desc, eq } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import * as task from '#modules/task/task.ts';
import * as vault from '#modules/vault/vault.ts';
import { secondPersonRequest } from '#modules/vault/vault.table.ts';
import { personOf } from '#platform/context/actor.ts';
import { createHeader } from '#platform/age/age-header.ts';
import { type Context, type Ground, type Inside, read, transact } from '#platform/context/context.ts';
import { canonicalHash } from '#platform/crypto/canonical-json.ts';
import { createDataKey } from '#platform/envelope/data-key.ts';
import { type FirmId, type Id, newId, type PersonId } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { AskExport, Export } from '../archive.contract.ts';
import { canExportClient, canExportFirm, canFetchExport, canReleaseExport } from '../archive.policy.ts';
import { archiveExport } from '../archive.table.ts';
import { caselessName } from '../bag/bag-path.ts';
import { openable } from '../packages.ts';
import type { SignedApproval } from '#modules/vault/vault.contract.ts';

export type ExportId = Id<'archive-export'>;
export type StoredExport = typeof archiveExport.$inferSelect;
type Asked = { export: ExportId };

/** The job that makes an export. */
export const exportJob = 'archive.make-export';
const deed = 'export';
/** How long the age file stays to be fetched. */
export const keptFor = 24 * 3_600_000;

/**
 * Asks for an export: of a client, of the whole firm, or of a sealed package for others than its parties, sealed to the named
 * recipients (without any to who asks) and to the firm's recovery key. Another manager or administrator must release it.
 *
 * Refused as `canExportClient`, `canExportFirm` and `canOpenPackage` do, and with `archive.recipient-malformed`, `people.no-keys`.
 */
export function askExport(context: Context, input: AskExport): Promise<Export> {
  return transact(context, async (inside) => {
    const subject = await subjectOf(inside, input);
    const recipients = await recipientsOf(inside, input.recipients);
    const { scope } = input;
    const facts = { scope, ...subject, recipients, reason: input.reason };
    const request = await vault.askSecondPerson(inside, { deed, facts });
    const id = newId<'archive-export'>();
    await inside.db.insert(archiveExport).values({
      firmId: inside.firm,
      id,
      requestId: request,
      scope,
      clientId: subject.client,
      packageId: subject.package,
      name: subject.name,
      recipients,
      askedBy: personOf(inside.actor)!,
      askedAt: inside.now,
    });
    const seconds = await vault.secondPersons(inside, personOf(inside.actor)!);
    await task.open(
      inside,
      seconds.map((assignee) => ({
        kind: 'archive.release-export',
        assignee,
        subject: id,
        facts: { title: subject.title },
        dueOn: localDateOf(inside.now),
      })),
    );
    await journal.record(inside, {
      verb: 'archive.export-asked',
      client: subject.client ?? undefined,
      subject: id,
      facts: { scope, name: subject.name, recipients, factsHash: canonicalHash(facts), reason: input.reason },
    });
    return findExport(inside, id);
  });
}

/** The exports that the reader may know of, newest first: their own, and all of the firm for managers, auditors and administrators. */
export function listExports(context: Context): Promise<Export[]> {
  return read(context, (inside) => selectExports(inside));
}

/**
 * The second person releases it with a signature over what was asked for. Refused with `archive.second-person-needed`,
 * `archive.only-manager-releases`, and as `approveRequest` refuses.
 */
export function releaseExport(context: Context, input: Asked & { signed: SignedApproval }): Promise<Export> {
  return transact(context, async (inside) => {
    const found = await findExport(inside, input.export);
    allow(canReleaseExport(inside.actor, found.requester.id));
    const request = await vault.lockRequest(inside, found.request, deed);
    const key = await vault.approveRequest(inside, request, input.signed);
    await task.done(inside, { kind: 'archive.release-export', subject: found.id });
    await task.open(inside, {
      kind: 'archive.begin-export',
      assignee: found.requester.id,
      subject: found.id,
      facts: { title: found.title },
      dueOn: localDateOf(inside.now),
    });
    await journal.record(inside, {
      verb: 'archive.export-released',
      client: found.client ?? undefined,
      subject: found.id,
      facts: { key, factsHash: canonicalHash(request.facts) },
    });
    return findExport(inside, found.id);
  });
}

/** Begins a released export, once and by who asked; a job makes it. Refused as `useRequest` and `askExport` refuse. */
export function beginExport(context: Context, input: Asked): Promise<Export> {
  return transact(context, async (inside) => {
    const found = await findExport(inside, input.export);
    await stillMay(inside, found);
    await vault.useRequest(inside, await vault.lockRequest(inside, found.request, deed));
    const { wrapped } = createDataKey(inside.ground.keys, { firm: inside.firm, client: found.id });
    await change(inside, found.id, { state: 'making', partKey: wrapped });
    await inside.ground.enqueue(inside, exportJob, { export: found.id });
    await task.done(inside, { kind: 'archive.begin-export', subject: found.id });
    await journal.record(inside, {
      verb: 'archive.export-begun',
      client: found.client ?? undefined,
      subject: found.id,
      facts: { name: found.name },
    });
    return findExport(inside, found.id);
  });
}

/** Gives an export up, before or while it is made; nothing of it stays. Refused with `archive.export-over`. */
export function cancelExport(context: Context, input: Asked): Promise<Export> {
  return transact(context, async (inside) => {
    const found = await findExport(inside, input.export);
    allow(canFetchExport(inside.actor, found.requester.id));
    const { state } = await lockExport(inside, found.id);
    if (state !== 'asked' && state !== 'making')
      throw new Refusal('archive.export-over', { export: found.id }, 'conflict');
    await change(inside, found.id, { state: 'cancelled', partKey: null, finishedAt: inside.now });
    for (const kind of ['archive.release-export', 'archive.begin-export'])
      await task.drop(inside, { kind, subject: found.id, why: 'archive.export-cancelled' });
    await journal.record(inside, {
      verb: 'archive.export-cancelled',
      client: found.client ?? undefined,
      subject: found.id,
      facts: {},
    });
    return findExport(inside, found.id);
  });
}

/** An export on its way to who asked for it. */
export interface OpenExport {
  firm: FirmId;
  person: PersonId;
  name: string;
  bytes: number;
  /** The bytes from `from` on. */
  contentFrom(from: number): AsyncIterable<Buffer>;
}

/** Opens a finished export for download from the byte `from`; journalled. Refused with `archive.only-asker-fetches` and `archive.export-gone`. */
export function openExport(context: Context, input: Asked & { from: number }): Promise<OpenExport> {
  return transact(context, async (inside) => {
    const found = await fetchable(inside, input);
    const place = placeOfExport(inside.ground, inside.firm, found.id);
    if (!(await stat(place).catch(() => null)))
      throw new Refusal('archive.export-gone', { export: found.id }, 'not-found');
    const bytes = found.bytes!;
    await journal.record(inside, {
      verb: 'archive.export-downloaded',
      client: found.client ?? undefined,
      subject: found.id,
      facts: { package: found.packageHash, offset: input.from, bytes },
    });
    return {
      firm: inside.firm,
      person: personOf(inside.actor)!,
      name: `${found.name}.age`,
      bytes,
      contentFrom: (start) => createReadStream(place, { start }) as AsyncIterable<Buffer>,
    };
  });
}

/** Whether the actor may fetch it now; false as soon as the sign-in or the access to the client has ended. */
export function mayStillFetch(context: Context, input: Asked): Promise<boolean> {
  return read(context, async (inside) => {
    await fetchable(inside, input);
    return true;
  }).catch((error: unknown) => {
    if (error instanceof Refusal) return false;
    throw error;
  });
}

/** Puts exports that a kill cut off into the queue again. For the start of the program. */
export function resumeExports(context: Context): Promise<void> {
  return transact(context, async (inside) => {
    const making = await inside.db
      .select({ export: archiveExport.id, onBehalfOf: archiveExport.askedBy })
      .from(archiveExport)
      .where(and(eq(archiveExport.firmId, inside.firm), eq(archiveExport.state, 'making')));
    for (const one of making) await inside.ground.enqueue(inside, exportJob, one);
    await removeOld(inside.ground, inside.firm);
  });
}

/** Where the age file of an export stands. */
export function placeOfExport(ground: Ground, firm: FirmId, id: ExportId): string {
  return join(folderOfExports(ground, firm), `${id}.age`);
}

/** Takes away the age files whose day is over. */
export async function removeOld(ground: Ground, firm: FirmId): Promise<void> {
  const folder = folderOfExports(ground, firm);
  for (const name of await readdir(folder).catch(() => [])) {
    const place = join(folder, name);
    const found = await stat(place).catch(() => null);
    if (found?.isFile() && Date.now() - found.mtimeMs > keptFor) await rm(place, { force: true });
  }
}

export async function lockExport(inside: Inside, id: ExportId): Promise<StoredExport> {
  const [found] = await inside.db
    .select()
    .from(archiveExport)
    .where(and(eq(archiveExport.firmId, inside.firm), eq(archiveExport.id, id)))
    .for('update');
  if (!found) throw notFound('export', { export: id });
  return found;
}

export async function change(
  inside: Inside,
  id: ExportId,
  values: Partial<typeof archiveExport.$inferInsert>,
): Promise<void> {
  await inside.db
    .update(archiveExport)
    .set(values)
    .where(and(eq(archiveExport.firmId, inside.firm), eq(archiveExport.id, id)));
}

function folderOfExports(ground: Ground, firm: FirmId): string {
  return join(dirname(ground.archiveFolder), 'exports', firm);
}

async function fetchable(inside: Inside, { export: id }: Asked): Promise<Export> {
  const found = await findExport(inside, id);
  await stillMay(inside, found);
  if (found.state !== 'made') throw new Refusal('archive.export-gone', { export: id }, 'not-found');
  return found;
}

/** Whoever asked, while they could still ask for it. */
async function stillMay(inside: Inside, found: Export): Promise<void> {
  allow(canFetchExport(inside.actor, found.requester.id));
  if (found.client) await subjectOf(inside, { scope: 'client', client: found.client });
  else if (found.package) await subjectOf(inside, { scope: 'package', package: found.package });
  else await subjectOf(inside, { scope: 'firm' });
}

type Subject = Pick<AskExport, 'scope' | 'client' | 'package'>;

/** What is to be exported, when the actor may ask for it; `name` is that of the bag, `title` for people. */
async function subjectOf(inside: Inside, { scope, client: of, package: sealed }: Subject) {
  const day = localDateOf(inside.now).replaceAll('-', '');
  switch (scope) {
    case 'package': {
      if (!sealed) throw notFound('package');
      const { id, name } = await openable(inside, { package: sealed });
      return { client: null, package: id, name, title: name };
    }
    case 'client': {
      if (!of) throw notFound('client');
      const { id, number, name, owner } = await client.findClient(inside, of);
      allow(canExportClient(inside.actor, { client: id, owner }));
      return { client: id, package: null, name: `${caselessName(number)}-${day}`, title: `${number} ${name}` };
    }
    case 'firm': {
      allow(canExportFirm(inside.actor));
      return { client: null, package: null, name: `firm-${day}`, title: (await people.findFirm(inside)).name };
    }
  }
}

async function recipientsOf(inside: Inside, asked: readonly string[]): Promise<string[]> {
  for (const recipient of asked)
    await createHeader([recipient]).catch(() => {
      throw new Refusal('archive.recipient-malformed', { recipient: recipient.slice(0, 80) }, 'invalid');
    });
  const named = asked.length > 0 ? asked : [(await people.presentKey(inside, personOf(inside.actor)!)).recipient];
  const { recoveryRecipient } = await people.findFirm(inside);
  return [...new Set([...named, ...(recoveryRecipient ? [recoveryRecipient] : [])])];
}

/** When and with which signature a request was approved. */
export async function approvalOf(
  inside: Inside,
  request: vault.RequestId,
): Promise<{ approvedAt: string; signed: unknown }> {
  const [found] = await inside.db
    .select({ approvedAt: secondPersonRequest.approvedAt, signed: secondPersonRequest.approval })
    .from(secondPersonRequest)
    .where(and(eq(secondPersonRequest.firmId, inside.firm), eq(secondPersonRequest.id, request)));
  return { approvedAt: found!.approvedAt!.toISOString(), signed: found!.signed };
}

export async function findExport(inside: Inside, id: ExportId): Promise<Export> {
  const [found] = await selectExports(inside, id);
  if (!found) throw notFound('export', { export: id });
  return found;
}

async function selectExports(inside: Inside, id?: ExportId): Promise<Export[]> {
  const rows = await inside.db
    .select({ made: archiveExport, request: secondPersonRequest })
    .from(archiveExport)
    .innerJoin(
      secondPersonRequest,
      and(eq(secondPersonRequest.firmId, archiveExport.firmId), eq(secondPersonRequest.id, archiveExport.requestId)),
    )
    .where(and(eq(archiveExport.firmId, inside.firm), id && eq(archiveExport.id, id)))
    .orderBy(desc(archiveExport.askedAt));
  const everybody = await people.selectPeople(inside);
  const names = new Map(everybody.map((one) => [one.id, one.name]));
  const { recoveryRecipient } = await people.findFirm(inside);
  const named = (recipient: string): Export['recipients'][number] => {
    if (recipient === recoveryRecipient) return { recipient, whose: 'recovery', name: '' };
    const colleague = everybody.find(({ keys }) => keys?.recipient === recipient);
    return colleague
      ? { recipient, whose: 'colleague', name: colleague.name }
      : { recipient, whose: 'outside', name: '' };
  };
  return rows.map(({ made, request }) => {
    const facts = request.facts as { title: string; reason: string };
    const until = made.finishedAt && new Date(made.finishedAt.getTime() + keptFor);
    return {
      id: made.id,
      request: request.id,
      scope: made.scope,
      client: made.clientId,
      package: made.packageId,
      name: made.name,
      title: facts.title,
      reason: facts.reason,
      recipients: made.recipients.map(named),
      facts: request.facts,
      requester: { id: made.askedBy, name: names.get(made.askedBy) ?? '' },
      approver: request.approverId ? { id: request.approverId, name: names.get(request.approverId) ?? '' } : null,
      askedAt: made.askedAt,
      expiresAt: request.expiresAt,
      state: shownState(made, vault.stateOfRequest(request, inside.now), until, inside.now),
      startedAt: request.usedAt,
      done: made.done,
      total: made.total,
      packageHash: made.packageHash,
      files: made.files,
      bytes: made.bytes,
      failure: made.failure?.code ?? null,
      finishedAt: made.finishedAt,
      until: made.state === 'made' ? until : null,
    };
  });
}

function shownState(
  { state }: StoredExport,
  request: ReturnType<typeof vault.stateOfRequest>,
  until: Date | null,
  now: Date,
): Export['state'] {
  if (state === 'asked') return request === 'waiting' || request === 'approved' ? request : 'expired';
  return state === 'made' && until! <= now ? 'gone' : state;
}
