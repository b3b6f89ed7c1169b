import { oc } from '@orpc/contract';
import { z } from 'zod';
import { introduceKeysInput, rotationSchema } from '#modules/people/people.contract.ts';
import { idOf } from '#platform/kernel/id.ts';

export const capabilitySchema = z.enum([
  'read',
  'reveal',
  'write',
  'check',
  'open',
  'seal',
  'supervise',
  'inspect',
  'download',
]);
export type Capability = z.output<typeof capabilitySchema>;

const recipient = z.string().regex(/^age1[0-9a-z]{58}$/);
const ageFile = z.string().startsWith('-----BEGIN AGE ENCRYPTED FILE-----').max(100_000);
const tokenHash = z.string().regex(/^[0-9a-f]{64}$/);
const sealed = z.object({ ciphertext: ageFile, tokenHash });

const fingerprint = z.string().regex(/^[0-9a-f]{64}$/);

/** What I sign when I have met the key of a colleague. */
const signedPin = z.object({
  statement: z.strictObject({
    purpose: z.literal('baton/key-pin/v1'),
    firm: z.uuid(),
    colleague: idOf('person'),
    fingerprint,
  }),
  signature: z.string().max(100),
  publicKey: z.string().max(100),
  fingerprint,
});

/**
 * A holder's public keys with the declaration that ties them together, my newest pin of them, and what their keys signed about
 * the ones that followed: check all of it before you wrap.
 */
const holderSchema = z.object({
  person: idOf('person'),
  name: z.string(),
  recipient,
  fingerprint,
  introduction: introduceKeysInput.shape.introduction,
  pin: signedPin.nullable(),
  rotations: z.array(rotationSchema),
});
export type Holder = z.output<typeof holderSchema>;

const secretSchema = z.object({
  id: idOf('secret'),
  title: z.string(),
  record: idOf('client-record').nullable(),
  version: z.int(),
  sealedBy: idOf('person'),
  sealedAt: z.date(),
  /** Set when somebody who could open it has lost access: it must be changed at its source by this day. */
  changeBy: z.string().nullable(),
  /** Whether I opened it in its present version. */
  openedByMe: z.boolean(),
});
export type Secret = z.output<typeof secretSchema>;

const lockSchema = z.object({ version: z.int(), recipient });

/** What a browser needs to open a client's secrets: the lock, and its identity wrapped to me. */
const myKeySchema = lockSchema.extend({ wrapped: ageFile });

/** A new lock of a client with its identity wrapped to each holder; `person` null is the firm's recovery key. */
const newLockSchema = z.object({
  recipient,
  wraps: z.array(z.object({ person: idOf('person').nullable(), wrapped: ageFile })).min(1),
});

export const sealSecretInput = z.object({
  client: idOf('client'),
  /** Made by the caller, since the id lies inside the seal. */
  secret: idOf('secret'),
  title: z.string().trim().min(1).max(60),
  record: idOf('client-record').nullable().default(null),
  ...sealed.shape,
  /** The version of the lock it was sealed to. */
  lockVersion: z.int().min(1),
  /** With the first secret of a client: the lock itself, wrapped to the owner and to the recovery key. */
  newLock: newLockSchema.nullable().default(null),
});
export type SealSecret = z.output<typeof sealSecretInput>;

export const changeSecretInput = z.object({ secret: idOf('secret'), ...sealed.shape, lockVersion: z.int().min(1) });
export type ChangeSecret = z.output<typeof changeSecretInput>;

export const pinKeysInput = z.object({
  pins: z
    .array(
      z.object({
        signed: signedPin,
        /** Another key stood here before and did not sign for this one: I compared the fingerprints with its person. */
        compared: z.boolean().default(false),
      }),
    )
    .min(1)
    .max(100),
});
export type PinKeys = z.output<typeof pinKeysInput>;

const waitingWrap = z.object({ client: idOf('client'), ...myKeySchema.shape, holders: z.array(holderSchema) });
export const wrapKeysInput = z.object({
  wraps: z
    .array(z.object({ client: idOf('client'), version: z.int(), person: idOf('person'), wrapped: ageFile }))
    .min(1)
    .max(2000),
});
export type WrapKeys = z.output<typeof wrapKeysInput>;

const preparationSchema = z.object({
  client: idOf('client'),
  key: myKeySchema,
  secrets: z.array(z.object({ id: idOf('secret'), version: z.int(), ciphertext: ageFile })),
});
export const prepareKeyVersionsInput = z.object({
  clients: z
    .array(
      z.object({
        client: idOf('client'),
        /** The version after the present one. */
        version: z.int().min(2),
        lock: newLockSchema,
        secrets: z.array(z.object({ id: idOf('secret'), version: z.int(), ...sealed.shape })),
      }),
    )
    .min(1)
    .max(500),
});
export type PrepareKeyVersions = z.output<typeof prepareKeyVersionsInput>;

const confirmationSchema = z.object({
  client: idOf('client'),
  key: myKeySchema,
  sample: z.object({ id: idOf('secret'), ciphertext: ageFile }).nullable(),
});
export const confirmKeyVersionsInput = z.object({
  clients: z
    .array(
      z.object({
        client: idOf('client'),
        version: z.int().min(2),
        recoveryWrap: ageFile,
        sample: z.object({ secret: idOf('secret'), token: z.string() }).nullable(),
      }),
    )
    .min(1)
    .max(500),
});
export type ConfirmKeyVersions = z.output<typeof confirmKeyVersionsInput>;

const grantSchema = z.object({
  id: idOf('access-grant'),
  client: idOf('client'),
  /** Null for an auditor, who reads who may see what, not whom. */
  clientNumber: z.string().nullable(),
  clientName: z.string().nullable(),
  person: idOf('person'),
  personName: z.string(),
  capabilities: z.array(capabilitySchema),
  reason: z.string(),
  handover: idOf('handover').nullable(),
  quota: z.int().nullable(),
  grantedBy: idOf('person'),
  startsAt: z.date(),
  endsAt: z.date(),
});
export type Grant = z.output<typeof grantSchema>;

export const grantAccessInput = z.object({
  clients: z.array(idOf('client')).min(1).max(500),
  person: idOf('person'),
  capabilities: z.array(capabilitySchema).min(1),
  reason: z.string().trim().min(2).max(200),
  /** How many sealed secrets of each client may be opened in 24 hours. */
  quota: z.int().min(1).max(1000).optional(),
  endsAt: z.coerce.date(),
});
export type GrantAccess = z.output<typeof grantAccessInput>;

/** The deeds that need two persons (decision 0012). */
export const secondPersonDeeds = ['recover-keys', 'export'] as const;

/** What the second person signs, as it comes from the browser or the command line. */
export const signedApprovalSchema = z.object({
  statement: z.strictObject({
    purpose: z.literal('baton/second-person/v1'),
    firm: z.uuid(),
    request: z.uuid(),
    deed: z.enum(secondPersonDeeds),
    /** SHA-256 of the canonical JSON of what was asked for, hex. */
    factsHash: z.string().regex(/^[0-9a-f]{64}$/),
    requester: z.uuid(),
    approver: z.uuid(),
  }),
  signature: z.string().max(100),
  publicKey: z.string().max(100),
  fingerprint: z.string(),
});
export type SignedApproval = z.output<typeof signedApprovalSchema>;

export const secondPersonStateSchema = z.enum(['waiting', 'approved', 'released', 'completed', 'expired']);
export type SecondPersonState = z.output<typeof secondPersonStateSchema>;

export const recoverySchema = z.object({
  id: idOf('second-person-request'),
  handover: idOf('handover').nullable(),
  facts: z.object({ clients: z.array(idOf('client')), holder: idOf('person'), reason: z.string() }),
  holderName: z.string(),
  requester: z.object({ id: idOf('person'), name: z.string() }),
  requestedAt: z.date(),
  approver: z.object({ id: idOf('person'), name: z.string() }).nullable(),
  approvedAt: z.date().nullable(),
  expiresAt: z.date(),
  usedAt: z.date().nullable(),
  completedAt: z.date().nullable(),
  state: secondPersonStateSchema,
});
export type Recovery = z.output<typeof recoverySchema>;

export const askRecoveryInput = z.object({
  clients: z.array(idOf('client')).min(1).max(2000),
  /** Who may open these clients and has no key. */
  holder: idOf('person'),
  handover: idOf('handover').optional(),
  reason: z.string().trim().min(2).max(400),
});
export type AskRecovery = z.output<typeof askRecoveryInput>;

const recoveredKey = z.object({ client: idOf('client'), version: z.int(), recipient, wrapped: ageFile });
const ofRequest = z.object({ request: idOf('second-person-request') });
export const completeRecoveryInput = ofRequest.extend({
  wraps: z
    .array(z.object({ client: idOf('client'), version: z.int(), wrapped: ageFile }))
    .min(1)
    .max(2000),
});
export type CompleteRecovery = z.output<typeof completeRecoveryInput>;

const ofClient = z.object({ client: idOf('client') });
const ofSecret = z.object({ secret: idOf('secret') });
const ofClients = z.object({ clients: z.array(idOf('client')).min(1).max(500) });

export const vaultContract = {
  lockOf: oc
    .route({
      method: 'GET',
      path: '/clients/{client}/lock',
      summary: 'What sealing for a client needs: its lock, or who must hold a first one',
    })
    .input(ofClient)
    .output(
      z.object({
        lock: lockSchema.nullable(),
        /** The version that a lock made now must bear. */
        nextVersion: z.int(),
        /** Whom a new lock is wrapped to: the owner in charge first, then whoever was granted to open. */
        holders: z.array(holderSchema),
        recoveryRecipient: recipient.nullable(),
      }),
    ),
  listSecrets: oc
    .route({ method: 'GET', path: '/clients/{client}/secrets', summary: 'The sealed secrets of a client, by title' })
    .input(ofClient)
    .output(z.array(secretSchema)),
  sealSecret: oc
    .route({
      method: 'POST',
      path: '/clients/{client}/secrets',
      summary: 'Put a secret into the vault, sealed by the caller',
    })
    .input(sealSecretInput)
    .output(secretSchema),
  openSecret: oc
    .route({
      method: 'POST',
      path: '/secrets/{secret}/opening',
      summary: 'The ciphertext of a secret and my wrapped key; journalled',
    })
    .input(ofSecret)
    .output(z.object({ client: idOf('client'), ciphertext: ageFile, key: myKeySchema })),
  proveOpened: oc
    .route({
      method: 'POST',
      path: '/secrets/{secret}/proof',
      summary: 'Give back the token inside, which proves that I opened it',
    })
    .input(ofSecret.extend({ token: z.string().min(10).max(60) }))
    .output(secretSchema),
  changeSecret: oc
    .route({
      method: 'PUT',
      path: '/secrets/{secret}',
      summary: 'The secret was changed at its source: seal the new value',
    })
    .input(changeSecretInput)
    .output(secretSchema),
  endSecret: oc
    .route({ method: 'DELETE', path: '/secrets/{secret}', summary: 'The secret no longer opens anything' })
    .input(ofSecret)
    .output(z.object({})),
  holders: oc
    .route({
      method: 'POST',
      path: '/key-holders',
      summary: 'Public keys of colleagues, each with the declaration that ties them together',
    })
    .input(z.object({ people: z.array(idOf('person')).min(1).max(20) }))
    .output(z.array(holderSchema)),
  pinKeys: oc
    .route({
      method: 'POST',
      path: '/me/key-pins',
      summary: 'Pin the keys of colleagues, with my signature; another key is refused from then on',
    })
    .input(pinKeysInput)
    .output(z.object({ pinned: z.int() })),
  keysToWrap: oc
    .route({
      method: 'GET',
      path: '/me/keys-to-wrap',
      summary: 'Keys that I hold and others were granted but cannot use yet',
    })
    .output(z.array(waitingWrap)),
  wrapKeys: oc
    .route({ method: 'POST', path: '/me/keys-to-wrap', summary: 'Hand over wrapped keys' })
    .input(wrapKeysInput)
    .output(z.object({ wrapped: z.int() })),
  keyPreparation: oc
    .route({
      method: 'POST',
      path: '/key-versions/preparation',
      summary: 'What the receiver needs to make the next key version of clients',
    })
    .input(ofClients)
    .output(z.array(preparationSchema)),
  prepareKeyVersions: oc
    .route({
      method: 'POST',
      path: '/key-versions',
      summary: 'The next key version of clients, made by the receiver before the sign-off',
    })
    .input(prepareKeyVersionsInput)
    .output(z.object({ prepared: z.int() })),
  keyConfirmation: oc
    .route({
      method: 'POST',
      path: '/key-versions/confirmation',
      summary: 'What the supervisor needs to try and to escrow the pending key versions',
    })
    .input(ofClients)
    .output(z.array(confirmationSchema)),
  confirmKeyVersions: oc
    .route({
      method: 'PUT',
      path: '/key-versions',
      summary: 'The supervisor opened a sample and wrapped the pending keys to the recovery key',
    })
    .input(confirmKeyVersionsInput)
    .output(z.object({ confirmed: z.int() })),
  grantAccess: oc
    .route({ method: 'POST', path: '/grants', summary: 'Let named staff see clients until a day' })
    .input(grantAccessInput)
    .output(z.object({ granted: z.int() })),
  endGrant: oc
    .route({ method: 'DELETE', path: '/grants/{grant}', summary: 'End a grant at once' })
    .input(z.object({ grant: idOf('access-grant') }))
    .output(z.object({})),
  listGrants: oc
    .route({ method: 'GET', path: '/grants', summary: 'Who sees which client until when' })
    .input(
      z.object({
        client: idOf('client').optional(),
        person: idOf('person').optional(),
        handover: idOf('handover').optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(z.array(grantSchema)),
  askRecovery: oc
    .route({
      method: 'POST',
      path: '/recoveries',
      summary: 'Ask to fetch keys by the recovery key, for who may open and has none',
    })
    .input(askRecoveryInput)
    .output(recoverySchema),
  listRecoveries: oc
    .route({ method: 'GET', path: '/recoveries', summary: 'Requests to fetch keys, newest first' })
    .output(z.array(recoverySchema)),
  approveRecovery: oc
    .route({
      method: 'POST',
      path: '/recoveries/{request}/approval',
      summary: 'Approve the request of another, with my signature',
    })
    .input(ofRequest.extend({ signed: signedApprovalSchema }))
    .output(recoverySchema),
  releaseRecovery: oc
    .route({
      method: 'POST',
      path: '/recoveries/{request}/release',
      summary: 'The keys under the recovery key, given once to who asked',
    })
    .input(ofRequest)
    .output(z.object({ holder: holderSchema, recoveryRecipient: recipient, keys: z.array(recoveredKey) })),
  completeRecovery: oc
    .route({
      method: 'POST',
      path: '/recoveries/{request}/wraps',
      summary: 'Hand over the recovered keys, wrapped to their holder',
    })
    .input(completeRecoveryInput)
    .output(recoverySchema),
};
