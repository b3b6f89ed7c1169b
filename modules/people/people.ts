import { createHash } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, asJob, read, transact } from '#platform/context/context.ts';
import { randomBytes, toBase64url } from '#platform/crypto/bytes.ts';
import { isRecipient } from '#platform/crypto/age-file.ts';
import { canonicalJson } from '#platform/crypto/canonical-json.ts';
import { verifyIntroduction } from '#platform/crypto/key-introduction.ts';
import { suggestPassword } from '#platform/crypto/keyring.ts';
import { verifyStatement } from '#platform/crypto/statement.ts';
import { type FirmId, type PersonId, newId } from '#platform/kernel/id.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { AddPerson, FoundFirm, IntroduceKeys, Me, Person, SuspensionEffects } from './people.contract.ts';
import { escrowTo } from './escrow.ts';
import { findPerson, selectPeople } from './staff.ts';
import { canAppoint, canSuspend } from './people.policy.ts';
import { firm, person, personKey, positionHeld, roleHeld } from './people.table.ts';

export { type SignIn, addressHeader, createSignIn } from './sign-in.ts';
export { enterAbsence, listAbsences, selectAbsences, withdrawAbsence } from './absences.ts';
export { findEscrow, keepEscrow, readEscrow } from './escrow.ts';
export { findPerson, selectPeople } from './staff.ts';
export { createTeam, listTeams, setTeamMembers } from './teams.ts';

/**
 * Founds the first firm of an installation with its first administrator, who is also 单位负责人 until somebody else is
 * named. Refused with `people.firm-exists` once a firm stands here.
 */
export async function foundFirm(
  context: Context,
  input: FoundFirm & { demo?: boolean },
): Promise<{ firm: FirmId; person: PersonId }> {
  const passwordHash = await hashPassword(input.password);
  const firmId = newId<'firm'>();
  return transact(asJob(context, firmId, null), async (inside) => {
    await inside.db.execute(sql`select pg_advisory_xact_lock(hashtext('baton found firm'))`);
    const { rows } = await inside.db.execute<{ exists: boolean }>(sql`select access.has_firm() as exists`);
    if (rows[0]!.exists) throw new Refusal('people.firm-exists', {}, 'conflict');
    await inside.db.insert(firm).values({ id: firmId, name: input.firm, demo: input.demo ?? false });
    await journal.openLog(inside);
    const personId = await insertPerson(
      inside,
      { ...input, roles: ['administrator', 'manager'], positions: ['head-of-unit'] },
      passwordHash,
      false,
    );
    await journal.record(inside, {
      verb: 'people.firm-founded',
      subject: firmId,
      facts: { firstAdministrator: personId },
    });
    await inside.ground.founded(inside);
    return { firm: firmId, person: personId };
  });
}

/** Adds a person with a system-made first password, which must be changed at the first sign-in. */
export async function addPerson(
  context: Context,
  input: AddPerson,
): Promise<{ person: PersonId; firstPassword: string }> {
  const firstPassword = suggestPassword();
  return { person: await enrol(context, input, await hashPassword(firstPassword)), firstPassword };
}

/** As `addPerson`, of a first password whose hash is given. */
export function enrol(context: Context, input: AddPerson, passwordHash: string): Promise<PersonId> {
  return transact(context, async (inside) => {
    allow(canAppoint(inside.actor));
    await refuseDoubledEmail(inside, input.email);
    const personId = await insertPerson(inside, input, passwordHash, true);
    await journal.record(inside, {
      verb: 'people.person-added',
      subject: personId,
      facts: { roles: input.roles, positions: input.positions },
    });
    return personId;
  });
}

/** Who I am and for which firm. */
export function me(context: Context): Promise<Me> {
  return read(context, async (inside) => {
    const [ours] = await inside.db.select().from(firm).where(eq(firm.id, inside.firm));
    const mine = await findPerson(inside, personOf(inside.actor)!);
    const { id, name, demo, recoveryRecipient } = ours!;
    return { person: mine, firm: { id, name, demo, recoveryRecipient } };
  });
}

/** Everybody of the firm, by name; those who left are among them, since their record stays. */
export function listPeople(context: Context): Promise<Person[]> {
  return read(context, (inside) => selectPeople(inside));
}

/** Sets title, roles and positions of a person; what fell away is ended, not deleted. */
export function changeStanding(
  context: Context,
  input: Pick<AddPerson, 'title' | 'roles' | 'positions'> & { person: PersonId },
): Promise<Person> {
  return transact(context, async (inside) => {
    allow(canAppoint(inside.actor));
    const before = await findPerson(inside, input.person);
    if (before.roles.includes('administrator') && !input.roles.includes('administrator'))
      await refuseLastAdministrator(inside, input.person);
    await inside.db.update(person).set({ title: input.title }).where(eq(person.id, input.person));
    for (const role of before.roles.filter((held) => !input.roles.includes(held))) {
      await inside.db
        .update(roleHeld)
        .set({ endedAt: inside.now })
        .where(and(eq(roleHeld.personId, input.person), eq(roleHeld.role, role), isNull(roleHeld.endedAt)));
    }
    for (const position of before.positions.filter((held) => !input.positions.includes(held))) {
      await inside.db
        .update(positionHeld)
        .set({ endedAt: inside.now })
        .where(
          and(
            eq(positionHeld.personId, input.person),
            eq(positionHeld.position, position),
            isNull(positionHeld.endedAt),
          ),
        );
    }
    const standing = {
      person: input.person,
      roles: input.roles.filter((role) => !before.roles.includes(role)),
      positions: input.positions.filter((position) => !before.positions.includes(position)),
    };
    await insertStanding(inside, standing.person, standing.roles, standing.positions);
    await journal.record(inside, {
      verb: 'people.standing-changed',
      subject: input.person,
      facts: { roles: input.roles, positions: input.positions },
    });
    return findPerson(inside, input.person);
  });
}

/** A new first password for somebody who lost theirs; every sign-in of the person ends. The vault password is another matter. */
export async function resetPassword(context: Context, input: { person: PersonId }): Promise<{ firstPassword: string }> {
  const firstPassword = suggestPassword();
  const passwordHash = await hashPassword(firstPassword);
  return transact(context, async (inside) => {
    allow(canAppoint(inside.actor));
    await findPerson(inside, input.person);
    await inside.db.execute(sql`select access.reset_password(${input.person}, ${passwordHash})`);
    await journal.record(inside, { verb: 'people.password-reset', subject: input.person, facts: {} });
    return { firstPassword };
  });
}

/** What a suspension would end and what would stay, counted now. */
export function suspensionEffects(context: Context, input: { person: PersonId }): Promise<SuspensionEffects> {
  return read(context, async (inside) => {
    allow(canSuspend(inside.actor, input.person));
    await findPerson(inside, input.person);
    const { rows } = await inside.db.execute<{ effects: SuspensionEffects }>(
      sql`select access.suspension_effects(${input.person}) as effects`,
    );
    return rows[0]!.effects;
  });
}

/** Stops all access of a person at once: sign-ins, API keys, open streams. The owner of record stays. */
export function suspendPerson(context: Context, input: { person: PersonId; reason: string }): Promise<Person> {
  return transact(context, async (inside) => {
    allow(canSuspend(inside.actor, input.person));
    await findPerson(inside, input.person);
    await inside.db
      .update(person)
      .set({ suspendedAt: inside.now, suspendedFor: input.reason })
      .where(eq(person.id, input.person));
    await inside.db.execute(sql`select access.end_sign_ins(${input.person})`);
    await announceAccessChange(inside, [input.person]);
    await journal.record(inside, { verb: 'people.suspended', subject: input.person, facts: { reason: input.reason } });
    return findPerson(inside, input.person);
  });
}

/** Lets a suspended person in again; new sign-in needed. */
export function liftSuspension(context: Context, input: { person: PersonId }): Promise<Person> {
  return transact(context, async (inside) => {
    allow(canSuspend(inside.actor, input.person));
    await findPerson(inside, input.person);
    await inside.db.update(person).set({ suspendedAt: null, suspendedFor: null }).where(eq(person.id, input.person));
    await journal.record(inside, { verb: 'people.suspension-lifted', subject: input.person, facts: {} });
    return findPerson(inside, input.person);
  });
}

/** Tells every server of the installation to look again at what these persons may see: streams and transfers end. */
export async function announceAccessChange(inside: Inside, people: PersonId[]): Promise<void> {
  for (const one of people) await inside.db.execute(sql`select pg_notify('baton_access', ${`${inside.firm}:${one}`})`);
}

/**
 * Records the keys that a person made in the browser or the command line. The introduction proves that the person holds
 * the signing key and ties the age recipient to it. An earlier key is revoked and stays on record; where it still could sign, its
 * rotation is kept, and colleagues who pinned it follow. Refused with `people.rotation-differs`, or as `verifyStatement` does.
 */
export function introduceKeys(
  context: Context,
  input: Omit<IntroduceKeys, 'rotation'> & Partial<Pick<IntroduceKeys, 'rotation'>>,
): Promise<NonNullable<Person['keys']>> {
  return transact(context, async (inside) => {
    const whose = personOf(inside.actor)!;
    const { fingerprint } = input.introduction;
    const keys = verifyIntroduction(input.introduction, { firm: inside.firm, person: whose, fingerprint });
    const earlier = await inside.db
      .update(personKey)
      .set({ revokedAt: inside.now })
      .where(and(eq(personKey.personId, whose), isNull(personKey.revokedAt)))
      .returning({ version: personKey.version, fingerprint: personKey.fingerprint });
    const version = (earlier[0]?.version ?? 0) + 1;
    const rotation = input.rotation ?? null;
    if (rotation) {
      const former = earlier[0]?.fingerprint ?? '';
      const statement = verifyStatement(rotation, { purpose: 'baton/key-rotation/v1', fingerprint: former });
      const expected = { purpose: 'baton/key-rotation/v1', firm: inside.firm, person: whose, former, fingerprint };
      if (canonicalJson(statement) !== canonicalJson(expected))
        throw new Refusal('people.rotation-differs', { person: whose });
    }
    await inside.db.insert(personKey).values({
      firmId: inside.firm,
      personId: whose,
      ...keys,
      introduction: input.introduction,
      rotation,
      sealedKeyring: input.sealedKeyring,
      version,
    });
    const facts = {
      fingerprint,
      recipient: keys.recipient,
      signingKey: keys.signingKey,
      version,
      replaces: earlier[0]?.fingerprint ?? null,
      signedByFormer: rotation !== null,
    };
    await journal.record(inside, { verb: 'people.keys-introduced', subject: whose, facts });
    return keys;
  });
}

/** The id of a person's present key and its public halves; refused with `people.no-keys` when there are none yet. */
export async function presentKey(inside: Inside, whose: PersonId) {
  const [key] = await inside.db
    .select({
      id: personKey.id,
      recipient: personKey.recipient,
      signingKey: personKey.signingKey,
      fingerprint: personKey.fingerprint,
    })
    .from(personKey)
    .where(and(eq(personKey.personId, whose), isNull(personKey.revokedAt)));
  if (!key) throw new Refusal('people.no-keys', { person: whose }, 'conflict');
  return key;
}

/** My private keys, as the age file that only my vault password opens. */
export function myKeyring(context: Context): Promise<{ sealedKeyring: string | null }> {
  return read(context, async (inside) => {
    const { rows } = await inside.db.execute<{ keyring: string | null }>(sql`select access.my_keyring() as keyring`);
    return { sealedKeyring: rows[0]!.keyring };
  });
}

/** The same keys sealed under a new vault password. */
export function changeVaultPassword(
  context: Context,
  input: { sealedKeyring: string },
): Promise<Record<string, never>> {
  return transact(context, async (inside) => {
    const whose = personOf(inside.actor)!;
    const key = await presentKey(inside, whose);
    await inside.db.update(personKey).set({ sealedKeyring: input.sealedKeyring }).where(eq(personKey.id, key.id));
    await journal.record(inside, {
      verb: 'people.vault-password-changed',
      subject: whose,
      facts: { fingerprint: key.fingerprint },
    });
    return {};
  });
}

/**
 * Records the recipient of the firm's recovery key, whose identity exists only as three printed shares (2 of 3 open), and escrows
 * the master key to it.
 */
export function setRecovery(context: Context, input: { recipient: string }): Promise<Record<string, never>> {
  return transact(context, async (inside) => {
    allow(canAppoint(inside.actor));
    const [ours] = await inside.db
      .select({ present: firm.recoveryRecipient })
      .from(firm)
      .where(eq(firm.id, inside.firm));
    if (ours!.present) throw new Refusal('people.recovery-exists', {}, 'conflict');
    if (!isRecipient(input.recipient)) throw new Refusal('people.recipient-unsound');
    await inside.db.update(firm).set({ recoveryRecipient: input.recipient }).where(eq(firm.id, inside.firm));
    await journal.record(inside, {
      verb: 'people.recovery-set',
      subject: inside.firm,
      facts: { recipient: input.recipient },
    });
    await escrowTo(inside, input.recipient);
    return {};
  });
}

/** The firm's name, recovery recipient and certificate, for neighbours. */
export async function findFirm(inside: Inside) {
  const [ours] = await inside.db.select().from(firm).where(eq(firm.id, inside.firm));
  return ours!;
}

/** The next short number of a kind within the firm, such as `H-2026` → 1; taken inside the transaction, without gaps. */
export async function nextNumber(inside: Inside, counter: string): Promise<number> {
  const { rows } = await inside.db.execute<{ next: number }>(sql`select access.next_number(${counter}) as next`);
  return rows[0]!.next;
}

/** A key for programs that act as me. Only its hash is kept; the key itself is in this answer and nowhere else. */
export function addApiKey(
  context: Context,
  input: { name: string; days: number },
): Promise<{ id: string; key: string }> {
  const key = `baton_${toBase64url(randomBytes(32))}`;
  return transact(context, async (inside) => {
    const expiresAt = new Date(inside.now.getTime() + input.days * 86_400_000);
    const hash = createHash('sha256').update(key).digest();
    const { rows } = await inside.db.execute<{ id: string }>(
      sql`select access.add_api_key(${hash}, ${input.name}, ${expiresAt}) as id`,
    );
    await journal.record(inside, { verb: 'people.api-key-added', subject: rows[0]!.id, facts: { days: input.days } });
    return { id: rows[0]!.id, key };
  });
}

/** My keys for programs, without the keys themselves. */
export function listApiKeys(
  context: Context,
): Promise<{ id: string; name: string; expiresAt: Date; createdAt: Date }[]> {
  return read(context, async (inside) => {
    const { rows } = await inside.db.execute<{ id: string; name: string; expires_at: string; created_at: string }>(
      sql`select * from access.api_keys()`,
    );
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      expiresAt: new Date(row.expires_at),
      createdAt: new Date(row.created_at),
    }));
  });
}

/** Ends one of my keys at once. */
export function endApiKey(context: Context, input: { id: string }): Promise<Record<string, never>> {
  return transact(context, async (inside) => {
    const { rows } = await inside.db.execute<{ ended: boolean }>(sql`select access.end_api_key(${input.id}) as ended`);
    if (!rows[0]!.ended) throw notFound('api-key', { id: input.id });
    await journal.record(inside, { verb: 'people.api-key-ended', subject: input.id, facts: {} });
    return {};
  });
}

async function insertPerson(
  inside: Inside,
  input: AddPerson,
  passwordHash: string,
  mustChange: boolean,
): Promise<PersonId> {
  const id = newId<'person'>();
  const userId = toBase64url(randomBytes(24));
  const { name, title } = input;
  const email = input.email.toLowerCase();
  await inside.db.execute(sql`select access.add_user(${userId}, ${name}, ${email}, ${passwordHash}, ${mustChange})`);
  await inside.db.insert(person).values({ firmId: inside.firm, id, userId, name, title, email });
  await insertStanding(inside, id, input.roles, input.positions);
  return id;
}

async function insertStanding(
  inside: Inside,
  personId: PersonId,
  roles: Person['roles'],
  positions: Person['positions'],
) {
  const firmId = inside.firm;
  if (roles.length > 0) await inside.db.insert(roleHeld).values(roles.map((role) => ({ firmId, personId, role })));
  if (positions.length > 0)
    await inside.db.insert(positionHeld).values(positions.map((position) => ({ firmId, personId, position })));
}

async function refuseDoubledEmail(inside: Inside, email: string): Promise<void> {
  const [same] = await inside.db.select({ id: person.id }).from(person).where(eq(person.email, email.toLowerCase()));
  if (same) throw new Refusal('people.email-exists', { person: same.id }, 'conflict');
}

async function refuseLastAdministrator(inside: Inside, leaving: PersonId): Promise<void> {
  const [other] = await inside.db
    .select({ id: roleHeld.id })
    .from(roleHeld)
    .where(and(eq(roleHeld.role, 'administrator'), isNull(roleHeld.endedAt), sql`${roleHeld.personId} <> ${leaving}`))
    .limit(1);
  if (!other) throw new Refusal('people.last-administrator', { person: leaving }, 'conflict');
}
