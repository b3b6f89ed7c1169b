import type { JournalLeaf, JournalProof } from '#modules/journal/journal.contract.ts';
import { commitmentOf, leafBytes } from '#modules/journal/journal.policy.ts';
import { randomBytes, toBase64url, toHex, toUtf8 } from '#platform/crypto/bytes.ts';
import { canonicalHash, canonicalJson } from '#platform/crypto/canonical-json.ts';
import { inclusionProof, leafHash, MerkleFrontier } from '#platform/crypto/merkle.ts';
import {
  formatVerifierKey,
  type NoteSigner,
  signCheckpoint,
  signNote,
  verifierOf,
} from '#platform/crypto/signed-note.ts';
import { createSigningKeys, signStatement, type SigningKeys } from '#platform/crypto/statement.ts';
import { newId } from '#platform/kernel/id.ts';
import type { Facts } from '#platform/kernel/refusal.ts';
import type { Inventory, LetterFile, Side, SignatureFile } from './package-format.ts';
import type { PackageContent } from './write-package.ts';

/** A firm's log key. */
export function aFirmLog(firm: string = newId()): NoteSigner {
  return { name: `baton/journal/${firm}`, signingSecret: createSigningKeys().signingSecret };
}

/** Somebody who signs: a party with keys. */
export interface Signatory {
  side: Side;
  person: string;
  name: string;
  keys: SigningKeys;
}

/** 移交人 李娜, 接收人 王敏, 监交人 张总. */
export function threeParties(): Signatory[] {
  const names = { outgoing: '李娜', incoming: '王敏', supervisor: '张总' };
  return (['outgoing', 'incoming', 'supervisor'] as const).map((side) => ({
    side,
    person: newId(),
    name: names[side],
    keys: createSigningKeys(),
  }));
}

/** An inventory of so many clients with two lines each. */
export function anInventory(parties: Signatory[], options: { clients?: number; firm?: string } = {}): Inventory {
  const numbers = Array.from({ length: options.clients ?? 2 }, (_, index) => `KH${String(index + 1).padStart(5, '0')}`);
  return {
    format: 'baton/inventory/v1',
    firm: { id: options.firm ?? newId(), name: '上海接力财务咨询有限公司' },
    handover: { id: newId(), number: 'H-2026-0001', kind: 'resignation', manner: 'regular', mannerReason: null },
    batch: { id: newId(), number: 1 },
    version: 3,
    cutOff: '2026-10-31',
    madeAt: '2026-11-23T07:02:11.000Z',
    parties: parties.map(({ side, person, name }) => ({ side, person, name, title: '会计', basis: null })),
    clients: numbers.map((number) => ({ id: newId(), number, name: `安中${number}商贸有限公司`, uscc: null })),
    lines: numbers.flatMap((client) => [aLine(client, 1, '财务专用章'), aLine(client, 2, '2026 年 10 月银行对账单')]),
    notes: [],
    gates: [{ gate: 'checks-done', facts: { checked: numbers.length * 2, open: 0 } }],
  };
}

function aLine(client: string, position: number, name: string): Inventory['lines'][number] {
  return {
    client,
    position,
    item: newId(),
    kind: position === 1 ? 'seals' : 'bank',
    method: 'physical',
    name,
    number: null,
    from: '2026-10-01',
    to: '2026-10-31',
    quantity: '1',
    unit: '枚',
    medium: null,
    original: '原件',
    place: 'A-03',
    secrecy: null,
    keepFor: '30 年',
    keptFor: null,
    state: 'received',
    result: 'agreed',
    difference: null,
    responsible: null,
    due: null,
    remark: null,
    afterCutOff: false,
  };
}

/** The signatures of the parties over an inventory, each naming the one before. */
export function signaturesOver(inventory: Inventory, parties: Signatory[]): SignatureFile[] {
  const signatures: SignatureFile[] = [];
  for (const { side, person, name, keys } of parties) {
    const signed = signStatement(
      {
        purpose: 'baton/sign-off/v1' as const,
        firm: inventory.firm.id,
        batch: inventory.batch.id,
        inventoryHash: canonicalHash(inventory),
        side,
        person,
        key: keys.fingerprint,
        previousSignature: signatures.at(-1)?.signed.signature ?? null,
        challenge: '8Xn3wZk',
        effects: { clients: inventory.clients.length },
      },
      keys.signingSecret,
    );
    signatures.push({ manner: 'electronic', side, person, name, signedAt: '2026-11-23T07:03:00.000Z', signed });
  }
  return signatures;
}

/** A confidentiality letter signed by a party. */
export function aLetter({ person, name, keys }: Signatory): LetterFile {
  const text = { title: '保密协议', paragraphs: ['本人承诺对交接中知悉的客户资料保密。', ''] };
  const statement = { purpose: 'baton/letter/v1', person, textHash: canonicalHash(text) };
  const signed = signStatement(statement, keys.signingSecret);
  return { kind: 'confidentiality', person, name, text, signedAt: '2026-11-20T01:00:00.000Z', signed };
}

/** Something that happened, for `aJournal`. */
export interface Happened {
  verb: string;
  subject?: string;
  facts: Facts;
}

/** A log in which these entries stand among as many of other handovers, and its extract with proofs and checkpoint. */
export async function aJournal(log: NoteSigner, happened: Happened[]): Promise<PackageContent['journal']> {
  const frontier = new MerkleFrontier();
  const nodes = new Map<string, Uint8Array>();
  const append = (bytes: Uint8Array) => {
    for (const { level, index, hash } of frontier.append(leafHash(bytes))) nodes.set(`${level}/${index}`, hash);
  };
  const entries = happened.map(({ verb, subject, facts }, at) => {
    append(toUtf8(`an entry of another handover, ${at}`));
    const salt = randomBytes(16);
    const leaf: JournalLeaf = {
      id: newId(),
      at: '2026-11-23T07:03:00.000Z',
      actor: null,
      by: 'job',
      verb,
      client: null,
      handover: null,
      subject: subject ?? null,
      commitment: commitmentOf(salt, facts),
    };
    const index = frontier.size;
    append(leafBytes(leaf));
    return { index, leaf, salt: toBase64url(salt), facts };
  });
  const proofs = entries.map(async (entry): Promise<JournalProof> => {
    const path = await inclusionProof(entry.index, frontier.size, (level, index) => nodes.get(`${level}/${index}`)!);
    return { ...entry, path: path.map(toHex) };
  });
  const checkpoint = signCheckpoint({ size: frontier.size, root: frontier.root() }, log);
  return { checkpoint, proofs: await Promise.all(proofs) };
}

/** Everything that `writePackage` asks for, whole and true, for `size` clients; each part may be given instead. */
export async function aPackageContent(
  given: Partial<PackageContent> & { log?: NoteSigner; size?: number } = {},
): Promise<PackageContent> {
  const { log = aFirmLog(), size = 2, ...parts } = given;
  const parties = threeParties();
  const inventory = anInventory(parties, { clients: size });
  const introductions = parties.map(({ person, keys }) => ({
    verb: 'people.keys-introduced',
    subject: person,
    facts: { fingerprint: keys.fingerprint, version: 1 },
  }));
  return {
    inventory: canonicalJson(inventory),
    summaries: [aPdf('1/3'), aPdf('2/3'), aPdf('3/3')],
    clients: inventory.clients.map(({ number }) => ({ number, list: aPdf(number) })),
    signatures: signaturesOver(inventory, parties),
    letters: parties.slice(0, 2).map(aLetter),
    evidence: [{ path: '现场照片.txt', content: '印章两枚' }],
    journal: await aJournal(log, [
      ...introductions,
      { verb: 'handover.accepted', facts: { side: 'incoming' } },
      { verb: 'closing.signed-off', facts: { clients: size } },
    ]),
    sealedAt: new Date('2026-11-23T07:05:00.000Z'),
    verifierKey: formatVerifierKey(verifierOf(log)),
    sign: (text) => signNote(text, log),
    ...parts,
  };
}

function aPdf(words: string): Uint8Array {
  return toUtf8(`%PDF-1.7\n% ${words}\n%%EOF\n`);
}
