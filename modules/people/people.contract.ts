import { oc } from '@orpc/contract';
import { z } from 'zod';
import { positionSchema, roleSchema } from '#platform/context/actor.ts';
import { idOf } from '#platform/kernel/id.ts';
import { localDateSchema } from '#platform/kernel/local-date-schema.ts';

const publicKeys = z.object({
  /** age X25519 recipient. */
  recipient: z.string().regex(/^age1[0-9a-z]{58}$/),
  /** Raw Ed25519 public key, base64url. */
  signingKey: z.string().length(43),
  /** SHA-256 of the raw signing key, hex. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
});

export const personSchema = z.object({
  id: idOf('person'),
  name: z.string(),
  title: z.string(),
  email: z.string(),
  roles: z.array(roleSchema),
  positions: z.array(positionSchema),
  state: z.enum(['active', 'suspended', 'left']),
  keys: publicKeys.nullable(),
});
export type Person = z.output<typeof personSchema>;

export const foundFirmInput = z.object({
  firm: z.string().trim().min(2).max(60),
  name: z.string().trim().min(1).max(40),
  title: z.string().trim().min(1).max(40),
  email: z.email(),
  password: z.string().min(15).max(128),
});
export type FoundFirm = z.output<typeof foundFirmInput>;

export const addPersonInput = z.object({
  name: z.string().trim().min(1).max(40),
  title: z.string().trim().min(1).max(40),
  email: z.email(),
  roles: z.array(roleSchema).min(1),
  positions: z.array(positionSchema).default([]),
});
export type AddPerson = z.output<typeof addPersonInput>;

/** The former key's statement that another follows it. */
export const rotationSchema = z.object({
  statement: z.strictObject({
    purpose: z.literal('baton/key-rotation/v1'),
    firm: z.string(),
    person: z.string(),
    former: publicKeys.shape.fingerprint,
    fingerprint: publicKeys.shape.fingerprint,
  }),
  signature: z.string(),
  publicKey: publicKeys.shape.signingKey,
  fingerprint: publicKeys.shape.fingerprint,
});

/** A person's keys as that person made them: public halves, the sealed private ones, and the introduction signed with them. */
export const introduceKeysInput = z.object({
  sealedKeyring: z.string().min(100).max(20_000),
  introduction: z.object({
    statement: z.object({
      purpose: z.literal('baton/key-introduction/v1'),
      firm: z.string(),
      person: z.string(),
      recipient: publicKeys.shape.recipient,
      signingKey: publicKeys.shape.signingKey,
    }),
    signature: z.string(),
    publicKey: publicKeys.shape.signingKey,
    fingerprint: publicKeys.shape.fingerprint,
  }),
  /** Signed with the key that this one follows, by who still has it; colleagues then follow without comparing again. */
  rotation: rotationSchema.nullable().default(null),
});
export type IntroduceKeys = z.output<typeof introduceKeysInput>;

const meSchema = z.object({
  person: personSchema,
  firm: z.object({ id: idOf('firm'), name: z.string(), demo: z.boolean(), recoveryRecipient: z.string().nullable() }),
});
export type Me = z.output<typeof meSchema>;

/** The master key of the installation under the firm's recovery key. */
const escrowSchema = z.object({
  /** Armored; the master key file is what it holds. */
  ageFile: z.string(),
  recipient: publicKeys.shape.recipient,
  /** Ids of the versions in it, oldest first. */
  versions: z.array(z.string()),
  madeAt: z.date(),
});
export type Escrow = z.output<typeof escrowSchema>;

const one = z.object({ person: idOf('person') });

/** A team with its leader; the leader need not be among the members. */
export const teamSchema = z.object({
  id: idOf('team'),
  name: z.string(),
  leader: idOf('person'),
  members: z.array(idOf('person')),
});
export type Team = z.output<typeof teamSchema>;

export const createTeamInput = z.object({
  name: z.string().trim().min(1).max(40),
  leader: idOf('person'),
  members: z.array(idOf('person')).max(500).default([]),
});
export type CreateTeam = z.output<typeof createTeamInput>;

export const setTeamMembersInput = createTeamInput.omit({ name: true }).extend({ team: idOf('team') });
export type SetTeamMembers = z.output<typeof setTeamMembersInput>;

/** Days on which somebody is away, both ends counted; plans are compared with them. */
export const absenceSchema = z.object({
  id: idOf('absence'),
  person: z.object({ id: idOf('person'), name: z.string() }),
  from: localDateSchema,
  until: localDateSchema,
  reason: z.string().nullable(),
});
export type Absence = z.output<typeof absenceSchema>;

export const enterAbsenceInput = one.extend({
  from: localDateSchema,
  until: localDateSchema,
  /** Such as 年假; colleagues read it. */
  reason: z.string().trim().min(1).max(100).optional(),
});
export type EnterAbsence = z.output<typeof enterAbsenceInput>;

/** What a suspension does, counted before it is done. */
export const suspensionEffectsSchema = z.object({
  /** Sign-ins that end at once. */
  signIns: z.int(),
  /** Keys for programs that end at once. */
  apiKeys: z.int(),
  /** Clients whose owner of record the person stays. */
  clients: z.int(),
  /** Clients that the person sees by a grant, which rests while the suspension lasts. */
  granted: z.int(),
});
export type SuspensionEffects = z.output<typeof suspensionEffectsSchema>;

export const peopleContract = {
  foundFirm: oc
    .route({
      method: 'POST',
      path: '/firms',
      summary: 'Found the first firm of an installation with its first administrator',
    })
    .input(foundFirmInput)
    .output(z.object({ firm: idOf('firm'), person: idOf('person') })),
  me: oc.route({ method: 'GET', path: '/me', summary: 'Who I am, and for which firm' }).output(meSchema),
  listPeople: oc
    .route({ method: 'GET', path: '/people', summary: 'Everybody of the firm' })
    .output(z.array(personSchema)),
  addPerson: oc
    .route({
      method: 'POST',
      path: '/people',
      summary: 'Add a person; the answer holds the first password, shown once',
    })
    .input(addPersonInput)
    .output(z.object({ person: idOf('person'), firstPassword: z.string() })),
  changeStanding: oc
    .route({ method: 'PUT', path: '/people/{person}/standing', summary: 'Set roles, positions and title of a person' })
    .input(
      one.extend({
        title: z.string().trim().min(1).max(40),
        roles: z.array(roleSchema).min(1),
        positions: z.array(positionSchema),
      }),
    )
    .output(personSchema),
  resetPassword: oc
    .route({
      method: 'POST',
      path: '/people/{person}/password',
      summary: 'Give a new first password; ends every sign-in of the person',
    })
    .input(one)
    .output(z.object({ firstPassword: z.string() })),
  suspensionEffects: oc
    .route({
      method: 'GET',
      path: '/people/{person}/suspension-effects',
      summary: 'What would end, and what would stay, if this person were suspended now',
    })
    .input(one)
    .output(suspensionEffectsSchema),
  suspendPerson: oc
    .route({
      method: 'POST',
      path: '/people/{person}/suspension',
      summary: 'Stop all access of a person at once; the owner of record stays',
    })
    .input(one.extend({ reason: z.string().trim().min(2).max(200) }))
    .output(personSchema),
  liftSuspension: oc
    .route({ method: 'DELETE', path: '/people/{person}/suspension', summary: 'Let a suspended person in again' })
    .input(one)
    .output(personSchema),
  introduceKeys: oc
    .route({ method: 'POST', path: '/me/keys', summary: 'Record my keys, made in the browser or the command line' })
    .input(introduceKeysInput)
    .output(publicKeys),
  myKeyring: oc
    .route({ method: 'GET', path: '/me/keyring', summary: 'My private keys as an age file under my vault password' })
    .output(z.object({ sealedKeyring: z.string().nullable() })),
  changeVaultPassword: oc
    .route({ method: 'PUT', path: '/me/keyring', summary: 'The same keys, sealed under a new vault password' })
    .input(z.object({ sealedKeyring: z.string().min(100).max(20_000) }))
    .output(z.object({})),
  setRecovery: oc
    .route({
      method: 'PUT',
      path: '/firm/recovery',
      summary: 'Record the recipient of the recovery key whose shares were printed',
    })
    .input(z.object({ recipient: publicKeys.shape.recipient }))
    .output(z.object({})),
  readEscrow: oc
    .route({
      method: 'POST',
      path: '/firm/master-key-escrow',
      summary: 'The master key as an age file that two of the three printed shares open; journalled',
    })
    .output(escrowSchema),
  addApiKey: oc
    .route({ method: 'POST', path: '/me/api-keys', summary: 'A key for programs, shown once' })
    .input(z.object({ name: z.string().trim().min(1).max(60), days: z.int().min(1).max(365) }))
    .output(z.object({ id: z.uuid(), key: z.string() })),
  listApiKeys: oc
    .route({ method: 'GET', path: '/me/api-keys', summary: 'My keys for programs' })
    .output(z.array(z.object({ id: z.uuid(), name: z.string(), expiresAt: z.date(), createdAt: z.date() }))),
  endApiKey: oc
    .route({ method: 'DELETE', path: '/me/api-keys/{id}', summary: 'End a key at once' })
    .input(z.object({ id: z.uuid() }))
    .output(z.object({})),
  listAbsences: oc
    .route({ method: 'GET', path: '/absences', summary: 'Who is away on which days, as far as they are not over' })
    .input(one.partial())
    .output(z.array(absenceSchema)),
  enterAbsence: oc
    .route({
      method: 'POST',
      path: '/people/{person}/absences',
      summary: 'Enter days on which I am away, or as a manager somebody else',
    })
    .input(enterAbsenceInput)
    .output(absenceSchema),
  withdrawAbsence: oc
    .route({ method: 'DELETE', path: '/absences/{absence}', summary: 'Take an absence back' })
    .input(z.object({ absence: idOf('absence') }))
    .output(z.object({})),
  listTeams: oc.route({ method: 'GET', path: '/teams', summary: 'The teams of the firm' }).output(z.array(teamSchema)),
  createTeam: oc
    .route({ method: 'POST', path: '/teams', summary: 'Make a team with its leader and members' })
    .input(createTeamInput)
    .output(teamSchema),
  setTeamMembers: oc
    .route({ method: 'PUT', path: '/teams/{team}/members', summary: 'Set who leads a team and who belongs to it' })
    .input(setTeamMembersInput)
    .output(teamSchema),
};
