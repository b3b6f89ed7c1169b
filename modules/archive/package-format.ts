import { z } from 'zod';
import { journalProofSchema } from '#modules/journal/journal.contract.ts';
import { parseVerifierKey } from '#platform/crypto/signed-note.ts';
import { caselessName, safeName } from './bag/bag-path.ts';

/**
 * The sealed package of a batch, format `baton/package/v1`: a BagIt bag (RFC 8493) whose files all stand under one
 * signature of the firm.
 *
 *     statement.txt             signed note of the firm's log key over the SHA-256 of …
 *     tagmanifest-sha256.txt    … which has the SHA-256 of the four files …
 *     bagit.txt bag-info.txt README.txt manifest-sha256.txt
 *     data/…                    … the last of which has the SHA-256 of each file here
 *
 * Under `data/`, where every name is UTF-8 in Unicode form C and one that `sha256sum` takes as it is:
 *
 *     inventory.json                 canonical JSON (RFC 8785), whose SHA-256 each party signed; `inventorySchema`
 *     inventory/summary-1of3.pdf …   汇总清册, the three copies
 *     clients/<number>/清册.pdf      分户清册, one for each client of the inventory and no other; files beside it are free
 *     signatures/<n>-<side>.json     in the order of signing; `signatureFileSchema`
 *     letters/<name>.json            pledges and letters with their signatures; `letterFileSchema`
 *     evidence/…                     whatever else belongs to it: scans, notes; free
 *     journal/entries.jsonl          one entry of the journal a line; `extractEntrySchema`
 *     journal/proofs.jsonl           line for line the inclusion proofs; `extractProofSchema`
 *     journal/checkpoint.txt         the C2SP checkpoint that the proofs lead to, signed by the firm's log key
 *
 * JSON files are canonical. What this file says of version 1 never changes: packages are kept for thirty years.
 */
export const packageFormat = 'baton/package/v1';

export const packagePaths = {
  statement: 'statement.txt',
  tagManifest: 'tagmanifest-sha256.txt',
  manifest: 'manifest-sha256.txt',
  declaration: 'bagit.txt',
  info: 'bag-info.txt',
  readme: 'README.txt',
  inventory: 'data/inventory.json',
  summary: (copy: 1 | 2 | 3) => `data/inventory/summary-${copy}of3.pdf`,
  clientList: (number: string) => `data/clients/${caselessName(number)}/清册.pdf`,
  signature: (order: number, side: Side) => `data/signatures/${order}-${side}.json`,
  letter: (name: string) => `data/letters/${safeName(name)}.json`,
  entries: 'data/journal/entries.jsonl',
  proofs: 'data/journal/proofs.jsonl',
  checkpoint: 'data/journal/checkpoint.txt',
} as const;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const text = z.string().min(1);
const optionalText = z.string().nullable();
const day = z.iso.date();

/** 移交人, 接收人, 监交人, 受托人 (委托代办), 见证人. */
export const sideSchema = z.enum(['outgoing', 'incoming', 'supervisor', 'proxy', 'witness']);
export type Side = z.output<typeof sideSchema>;

/** 普通, 委托代办, 单方 (拒签、失联). */
export const mannerSchema = z.enum(['regular', 'proxy', 'one-sided']);
export type Manner = z.output<typeof mannerSchema>;

/** Who has to have signed: in a proxy handover the 受托人 for the 移交人; one-sided, a witness in place of the 移交人. */
export const sidesThatSign: Record<Manner, readonly Side[]> = {
  regular: ['outgoing', 'incoming', 'supervisor'],
  proxy: ['proxy', 'incoming', 'supervisor'],
  'one-sided': ['incoming', 'witness', 'supervisor'],
};

const partySchema = z.strictObject({
  side: sideSchema,
  person: z.uuid(),
  name: text,
  /** 职务, as it stands on the form. */
  title: text,
  /** By which rule the person may stand on this side. */
  basis: optionalText,
});

const clientSchema = z.strictObject({
  id: z.uuid(),
  /** 客户编号. */
  number: text,
  name: text,
  /** 统一社会信用代码. */
  uscc: optionalText,
});

/** What sources beside the record say of a field that the playbook wants agreed: whether the same, never what. */
const crossCheckSchema = z.strictObject({
  /** What the firm calls the field. */
  field: text,
  /** The rule: so many sources, heard over so many channels, these among them. */
  least: z.int().min(1),
  leastChannels: z.int().min(1),
  needed: z.array(text),
  verdict: z.enum(['agreed', 'contradicted', 'too-few', 'too-few-channels', 'needed-missing', 'split']),
  sources: z.array(
    z.strictObject({
      voice: text,
      channel: text,
      on: day.nullable(),
      says: z.enum(['same', 'other', 'nothing', 'outdated']),
    }),
  ),
});

/** A line of the 移交清册 with the columns of the form; what does not apply is null. */
const lineSchema = z.strictObject({
  /** The number of its client. */
  client: text,
  /** 序号, within the client. */
  position: z.int().min(1),
  item: z.uuid(),
  /** 类别, by its id in the playbook. */
  kind: text,
  method: z.enum(['physical', 'file', 'rebind', 'secret', 'knowledge', 'balance', 'obligation']),
  /** 名称. */
  name: text,
  /** 编号/卷号. */
  number: optionalText,
  /** 所属期起, 所属期止: a month, a year or a day. */
  from: optionalText,
  to: optionalText,
  /** 数量, a decimal. */
  quantity: z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .nullable(),
  unit: optionalText,
  /** 载体. */
  medium: optionalText,
  /** 原件/复印件. */
  original: optionalText,
  /** 存放位置. */
  place: optionalText,
  /** 密级. */
  secrecy: optionalText,
  /** 应保管期限, 已保管期限. */
  keepFor: optionalText,
  keptFor: optionalText,
  /** 移交状态; `none`: the kind is empty and stands as 无. */
  state: z.enum(['received', 'missing', 'unreadable', 'different', 'none', 'dropped']),
  /** 核对结果: 一致, 更正后一致, 附说明, 有差异, 未核. */
  result: z.enum(['agreed', 'corrected', 'noted', 'different', 'unchecked']),
  /** 差异说明, or why it was dropped. */
  difference: optionalText,
  /** 责任人, 限期. */
  responsible: optionalText,
  due: day.nullable(),
  remark: optionalText,
  /** 期后事项. */
  afterCutOff: z.boolean(),
  /** 交叉验证 of its fields; absent where the playbook asks for none, and in the first inventories. */
  crossChecks: z.array(crossCheckSchema).min(1).optional(),
});

/** 附说明: what could not be settled, as it is printed under 需要说明的问题和意见. */
const noteSchema = z.strictObject({
  client: optionalText,
  item: z.uuid().nullable(),
  text,
  cause: text,
  /** Who is to settle it, and by when. */
  person: text,
  deadline: day,
  approvedBy: text,
});

const gateSchema = z.strictObject({
  gate: text,
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

/** 移交清册 of a batch, as its parties signed it. */
export const inventorySchema = z.strictObject({
  format: z.literal('baton/inventory/v1'),
  firm: z.strictObject({ id: z.uuid(), name: text }),
  handover: z.strictObject({
    id: z.uuid(),
    /** H-2026-0001. */
    number: text,
    kind: z.enum(['resignation', 'transfer', 'cover']),
    manner: mannerSchema,
    /** Why the manner is not regular. */
    mannerReason: optionalText,
  }),
  batch: z.strictObject({ id: z.uuid(), number: z.int().min(1) }),
  version: z.int().min(1),
  /** 交接基准日. */
  cutOff: day,
  madeAt: z.iso.datetime(),
  parties: z.array(partySchema),
  clients: z.array(clientSchema).min(1),
  lines: z.array(lineSchema),
  notes: z.array(noteSchema),
  /** 放行条件, all of them passed when the inventory was made. */
  gates: z.array(gateSchema),
});
export type Inventory = z.output<typeof inventorySchema>;

function signedStatement<S extends z.ZodType>(statement: S) {
  return z.strictObject({ statement, signature: text, publicKey: text, fingerprint: hash });
}

const signedForBatch = {
  firm: z.uuid(),
  batch: z.uuid(),
  /** SHA-256 of `inventory.json`. */
  inventoryHash: hash,
  side: sideSchema,
  person: z.uuid(),
  /** The fingerprint of the key that signs. */
  key: hash,
  /** The signature before this one in the order of signing; null for the first. */
  previousSignature: z.string().nullable(),
};

/** What a party signs with the own key: these members, and whatever else the sign-off states, such as its effects. */
export const signOffStatementSchema = z.looseObject({
  purpose: z.literal('baton/sign-off/v1'),
  ...signedForBatch,
  /** The random value of this inventory version, so that no signature can be replayed. */
  challenge: text,
});

/** What the supervisor signs over the scan of a paper that another party signed in ink. */
export const inkAcceptanceSchema = z.looseObject({
  purpose: z.literal('baton/wet-ink/v1'),
  ...signedForBatch,
  /** SHA-256 of the scan. */
  scanHash: hash,
  acceptedBy: z.uuid(),
});

/** A file of `signatures/`: who signed for which side, by the own key or in ink. */
export const signatureFileSchema = z.discriminatedUnion('manner', [
  z.strictObject({
    manner: z.literal('electronic'),
    side: sideSchema,
    person: z.uuid(),
    name: text,
    signedAt: z.iso.datetime(),
    signed: signedStatement(signOffStatementSchema),
  }),
  z.strictObject({
    manner: z.literal('wet-ink'),
    side: sideSchema,
    person: z.uuid(),
    name: text,
    signedAt: z.iso.datetime(),
    /** Where the scan lies in the package: `data/evidence/…`. */
    scan: z.string().startsWith('data/evidence/'),
    signed: signedStatement(inkAcceptanceSchema),
  }),
]);
export type SignatureFile = z.output<typeof signatureFileSchema>;

/** A file of `letters/`: the text as it was shown, and the signature of the person over its hash. */
export const letterFileSchema = z.strictObject({
  kind: text,
  person: z.uuid(),
  name: text,
  text: z.strictObject({ title: text, paragraphs: z.array(z.string()) }),
  signedAt: z.iso.datetime(),
  signed: signedStatement(
    z.looseObject({
      purpose: z.string().regex(/^baton\/[a-z-]+\/v\d+$/),
      /** SHA-256 of the canonical JSON of `text`. */
      textHash: hash,
    }),
  ),
});
export type LetterFile = z.output<typeof letterFileSchema>;

/** A line of `journal/entries.jsonl`; `facts` and `salt` are null when the facts were erased by law. */
export const extractEntrySchema = journalProofSchema.omit({ path: true });
export type ExtractEntry = z.output<typeof extractEntrySchema>;

/** The same line of `journal/proofs.jsonl`. */
export const extractProofSchema = journalProofSchema.pick({ index: true, path: true });

/** What the firm states of the package as a whole. */
export interface PackageStatement {
  firm: string;
  handover: string;
  batch: number;
  sealedAt: string;
  /** The firm's verifier key, which also signs the journal's checkpoints. */
  verifierKey: string;
  /** SHA-256 of `tagmanifest-sha256.txt`. */
  tagManifestHash: string;
}

/**
 * The text that the firm signs as `statement.txt`. Its last line is one of `sha256sum`, so that
 * `sha256sum -c statement.txt` checks the tag manifest. The first line keeps it apart from a checkpoint by the same key.
 */
export function formatStatement(statement: PackageStatement): string {
  const { firm, handover, batch, sealedAt, verifierKey, tagManifestHash } = statement;
  return [
    packageFormat,
    `firm: ${inOneLine(firm)}`,
    `handover: ${inOneLine(handover)}`,
    `batch: ${batch}`,
    `sealed: ${sealedAt}`,
    `key: ${verifierKey}`,
    `${tagManifestHash}  ${packagePaths.tagManifest}`,
    '',
  ].join('\n');
}

/** The statement in a text; null when the text is not exactly what `formatStatement` writes. */
export function parseStatement(statementText: string): PackageStatement | null {
  const match =
    /^[^\n]+\nfirm: ([^\n]+)\nhandover: ([^\n]+)\nbatch: (\d+)\nsealed: ([^\n]+)\nkey: ([^\n]+)\n([0-9a-f]{64}) {2}[^\n]+\n$/.exec(
      statementText,
    );
  if (!match) return null;
  const [, firm, handover, batch, sealedAt, verifierKey, tagManifestHash] = match as unknown as string[] & {
    length: 7;
  };
  const statement = {
    firm,
    handover,
    batch: Number(batch),
    sealedAt,
    verifierKey,
    tagManifestHash,
  } as PackageStatement;
  const exact = formatStatement(statement) === statementText && z.iso.datetime().safeParse(sealedAt).success;
  return exact && parseVerifierKey(statement.verifierKey) ? statement : null;
}

/** A name as it stands in a line of a tag file: blanks in place of line ends and other control characters. */
export function inOneLine(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
