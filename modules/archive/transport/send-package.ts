import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { eq } from 'drizzle-orm';
import { handoverParty } from '#modules/handover/handover.table.ts';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import type { FirmId, Id, PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { Package, Transport } from '../archive.contract.ts';
import { folderOf, openable } from '../packages.ts';
import { sealToFile } from './seal-bag.ts';

type Asked = { package: Id<'archive-package'> };

/** Who opens it: by name and side, and the key. */
type Addressee = Transport['recipients'][number] & { recipient: string };

/**
 * Seals a package into one age file to its receiver, its supervisor and the firm's recovery key, for a download that can be taken up
 * again where it broke off; what was sealed to the same keys before is given again for a day. Journalled with its recipients.
 *
 * Refuses as `openPackageFile` does, with `archive.nobody-to-send-to` when none of them has a key, and as `sealToFile`.
 */
export async function prepareTransport(context: Context, input: Asked, signal?: AbortSignal): Promise<Transport> {
  const { found, folder, addressees, target } = await read(context, async (inside) => {
    const sealed = await openable(inside, input);
    const to = await addresseesOf(inside, sealed);
    return { found: sealed, folder: folderOf(inside, sealed), addressees: to, target: placeOf(inside, sealed, to) };
  });
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  await removeOld(dirname(target));
  const recipients = addressees.map(({ recipient }) => recipient);
  if (!(await stat(target).catch(() => null)))
    await sealToFile(folder, target, { recipients, signal }).catch((error: unknown) => {
      // Two who asked at once: the other one's is as good.
      if (!(error instanceof Refusal && error.code === 'archive.target-exists')) throw error;
    });
  await transact(context, (inside) =>
    journal.record(inside, {
      verb: 'archive.transport-prepared',
      handover: found.handover,
      subject: found.batch,
      facts: { package: found.packageHash, recipients },
    }),
  );
  const { size } = await stat(target);
  return { name: `${found.name}.age`, bytes: size, recipients: addressees.map(({ side, name }) => ({ side, name })) };
}

/** A prepared package on its way to somebody. */
export interface OpenTransport {
  firm: FirmId;
  person: PersonId;
  name: string;
  bytes: number;
  /** The bytes from `from` on. */
  contentFrom(from: number): AsyncIterable<Buffer>;
}

/** Opens a prepared package for download from the byte `from`; journalled. Refuses with `archive.not-prepared`. */
export function openTransport(context: Context, input: Asked & { from: number }): Promise<OpenTransport> {
  return transact(context, async (inside) => {
    const found = await openable(inside, input);
    const place = placeOf(inside, found, await addresseesOf(inside, found));
    const prepared = await stat(place).catch(() => null);
    if (!prepared) throw new Refusal('archive.not-prepared', { package: found.id }, 'not-found');
    await journal.record(inside, {
      verb: 'archive.transport-downloaded',
      handover: found.handover,
      subject: found.batch,
      facts: { package: found.packageHash, offset: input.from, bytes: prepared.size },
    });
    return {
      firm: inside.firm,
      person: personOf(inside.actor)!,
      name: `${found.name}.age`,
      bytes: prepared.size,
      contentFrom: (start) => createReadStream(place, { start }) as AsyncIterable<Buffer>,
    };
  });
}

async function addresseesOf(inside: Inside, { handover: of, id }: Package): Promise<Addressee[]> {
  const parties = await inside.db
    .select({ side: handoverParty.side, person: handoverParty.personId })
    .from(handoverParty)
    .where(eq(handoverParty.handoverId, of));
  const found: Addressee[] = [];
  for (const side of ['incoming', 'supervisor'] as const) {
    const party = parties.find((one) => one.side === side);
    const { name, keys } = party ? await people.findPerson(inside, party.person) : { name: '', keys: null };
    if (keys) found.push({ side, name, recipient: keys.recipient });
  }
  const firm = await people.findFirm(inside);
  if (firm.recoveryRecipient) found.push({ side: 'recovery', name: firm.name, recipient: firm.recoveryRecipient });
  if (found.length === 0) throw new Refusal('archive.nobody-to-send-to', { package: id }, 'conflict');
  return found;
}

function placeOf(inside: Inside, { id }: Package, addressees: Addressee[]): string {
  const keys = addressees.map(({ recipient }) => recipient).join('\n');
  const digits = createHash('sha256').update(keys).digest('hex').slice(0, 16);
  return join(dirname(inside.ground.archiveFolder), 'transport', inside.firm, `${id}-${digits}.age`);
}

const keptFor = 24 * 3_600_000;

async function removeOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const place = join(folder, name);
    const found = await stat(place).catch(() => null);
    if (found && Date.now() - found.mtimeMs > keptFor) await rm(place, { force: true });
  }
}
