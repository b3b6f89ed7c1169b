import * as playbook from '#modules/playbook/playbook.ts';
import { crossCheckWord } from '#modules/reconciliation/reconciliation.ts';
import type * as signing from '#modules/signing/signing.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import type { Inventory } from './package-format.ts';
import type { FormParties, FormParty, InventoryLine } from './pdf/forms.ts';

/** What goes into every form of a batch, and the lines of each of its clients. */
export interface BatchForms {
  head: ReturnType<typeof headOf>;
  /** `remarks`: what is noted of this client, and of no other. */
  clients: { number: string; name: string; code: string; remarks: string[]; lines: InventoryLine[] }[];
}

/** What the forms need beside the inventory. */
export interface Sealing {
  inventoryHash: string;
  signatures: signing.KeptSignature[];
  checkpoint: string;
  content: playbook.PlaybookContent;
  at: Date;
}

const stateWords: Record<string, string> = {
  received: '已移交',
  missing: '缺失',
  unreadable: '不可读',
  different: '不符',
  dropped: '不移交',
};
const secrecyWords: Record<string, string> = { ordinary: '普通', sensitive: '敏感', sealed: '机密' };
const reasons: Record<Inventory['handover']['kind'], string> = {
  resignation: '离职交接',
  transfer: '调岗交接',
  cover: '休假代管',
};

/** The forms of a signed inventory, in the words that they print. */
export function formsOf(inventory: Inventory, sealing: Sealing): BatchForms {
  const notes = new Map(inventory.notes.map((note) => [note.item, note]));
  const byClient = Map.groupBy(inventory.lines, ({ client }) => client);
  return {
    head: headOf(inventory, sealing),
    clients: inventory.clients.map(({ number, name, uscc }) => ({
      number,
      name,
      code: uscc ?? '',
      remarks: inventory.notes.filter(({ client }) => client === number).map(remarkOf),
      lines: (byClient.get(number) ?? [])
        .filter(({ state }) => state !== 'none')
        .map((line) => formLine(line, notes.get(line.item))),
    })),
  };
}

function headOf(inventory: Inventory, { inventoryHash, signatures, checkpoint, content, at }: Sealing) {
  const { firm, handover, batch, version, cutOff } = inventory;
  const law = content.rules.find(({ id }) => id === 'accounting-law-39')!;
  return {
    firm: firm.name,
    number: handover.number,
    batch: `第 ${batch.number} 批`,
    reason: reasons[handover.kind],
    version,
    handoverDate: localDateOf(signatures.at(-1)?.signedAt ?? at),
    cutOff,
    legalBasis: `《${law.law.zh}》(${law.version})${law.article}`,
    parties: partiesOf(inventory, signatures),
    remarks: inventory.notes.map((note) => `${note.client ?? ''} ${remarkOf(note)}`.trim()),
    kinds: playbook.headings(content).map(({ key, name }) => ({ key, name: name.zh })),
    signing: signatures.every(({ manner }) => manner === 'electronic') ? ('electronic' as const) : ('wet-ink' as const),
    inventoryHash,
    checkpoint,
    at: at.toISOString(),
  };
}

/** A note in one line of 需要说明的问题和意见: what, why, who settles it and by when. */
function remarkOf({ text, cause, person, deadline }: Inventory['notes'][number]): string {
  return `${text}:${cause}(责任人 ${person},限期 ${deadline})`;
}

function partiesOf({ parties, handover }: Inventory, signatures: signing.KeptSignature[]): FormParties {
  const on = (side: string): FormParty => {
    const { name, title } = parties.find((party) => party.side === side)!;
    const signature = signatures.find((one) => one.side === side);
    if (!signature) return { name, title };
    const at = signature.signedAt.toISOString();
    return signature.manner === 'electronic'
      ? { name, title, signature: { manner: 'electronic', at, keyFingerprint: signature.signed.fingerprint } }
      : {
          name,
          title,
          signature: {
            manner: 'wet-ink',
            at,
            scanHash: String((signature.signed.statement as { scanHash?: string }).scanHash),
          },
        };
  };
  const regular = { outgoing: on('outgoing'), incoming: on('incoming'), supervisor: on('supervisor') };
  const { signature: _, ...outgoing } = regular.outgoing;
  const reason = handover.mannerReason ?? '';
  if (handover.manner === 'proxy') {
    return {
      manner: 'proxy',
      ...regular,
      outgoing,
      proxy: on('proxy'),
      reason,
      approvedBy: parties.find(({ side }) => side === 'proxy')?.basis ?? '',
    };
  }
  if (handover.manner === 'one-sided')
    return { manner: 'one-sided', ...regular, outgoing, witness: on('witness'), reason };
  return { manner: 'regular', ...regular };
}

function formLine(line: Inventory['lines'][number], note: Inventory['notes'][number] | undefined): InventoryLine {
  return {
    kind: line.kind,
    name: line.name,
    number: line.number ?? '',
    from: line.from ?? '',
    to: line.to ?? '',
    quantity: line.quantity ?? '',
    unit: line.unit ?? '',
    medium: line.medium ?? '',
    original: line.original ?? '',
    place: line.place ?? '',
    secrecy: secrecyWords[line.secrecy ?? ''] ?? '',
    keepFor: line.keepFor ?? '',
    keptFor: line.keptFor ?? '',
    transfer: stateWords[line.state] ?? '',
    result: note ? 'noted' : line.result,
    difference: line.difference ?? '',
    responsible: line.responsible ?? '',
    due: (line.due ?? '') as InventoryLine['due'],
    remark: [line.afterCutOff ? '期后事项' : '', line.remark ?? ''].filter(Boolean).join('; '),
    cause: note?.cause ?? '',
    approvedBy: note?.approvedBy ?? '',
    crossChecks: (line.crossChecks ?? []).map(crossCheckOf),
  };
}

const saysWords = { same: '一致', other: '不一致', nothing: '没有这一项', outdated: '资料已变更,不计入' };

/** The sources of a field side by side, such as 银行·电话 2026-11-20 一致, and what the playbook asks of them. */
function crossCheckOf(crossCheck: CrossCheckOfLine): InventoryLine['crossChecks'][number] {
  const { field, least, leastChannels, needed, verdict, sources } = crossCheck;
  const must = needed.map((voice) => crossCheckWord('voice', voice)).join('、');
  return {
    field,
    sources: sources.map(({ voice, channel, on, says }) =>
      [`${crossCheckWord('voice', voice)}·${crossCheckWord('channel', channel)}`, on, saysWords[says]]
        .filter(Boolean)
        .join(' '),
    ),
    rule: `连同移交资料至少 ${least} 个来源、${leastChannels} 种途径${must && `,须有${must}`}`,
    verdict: crossCheckWord('verdict', verdict),
    agreed: verdict === 'agreed',
  };
}

type CrossCheckOfLine = NonNullable<Inventory['lines'][number]['crossChecks']>[number];
