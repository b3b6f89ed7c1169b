import { createHash } from 'node:crypto';
import { sign } from '#modules/closing/closing.client.ts';
import type { Proof } from '#modules/handover/handover.contract.ts';
import type { SheetLine } from '#modules/reconciliation/reconciliation.contract.ts';
import { confirmKeyVersions, prepareKeyVersions } from '#modules/vault/vault.client.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import { formatYuan, parseYuan } from '#platform/kernel/money.ts';
import type { AtWork } from './at-work.ts';

export type { AtWork } from './at-work.ts';

interface BatchAtWork {
  handover: Id<'handover'>;
  batch: Id<'batch'>;
  clients: ClientId[];
}

/**
 * The receiver checks clients of a batch line by line, as the sheet asks: fields against the originals, objects counted,
 * roles bound, secrets opened before. The clients at the `planted` places show another bank balance on the statement.
 */
export async function checkBatch(
  incoming: AtWork,
  { handover, clients, planted }: BatchAtWork & { planted: number[] },
): Promise<void> {
  for (const [place, client] of clients.entries()) {
    const { lines } = await incoming.api.reconciliation.readSheet({ handover, client, reveal: true });
    for (const line of lines.filter(({ state }) => state === 'open')) {
      if (line.provedBy === 'fields') await checkFields(incoming, line, planted.includes(place));
      else await prove(incoming, line);
    }
  }
}

/** The receiver makes the next key version of the batch's clients, the supervisor tries and escrows it. */
export async function prepareKeys(
  { incoming, supervisor }: { incoming: AtWork; supervisor: AtWork },
  { clients }: BatchAtWork,
): Promise<void> {
  const holders = await incoming.api.vault.holders({ people: [incoming.person, supervisor.person] });
  await prepareKeyVersions(incoming.api.vault, incoming.keyring, incoming.firm, { clients, holders });
  const { recoveryRecipient } = (await supervisor.api.people.me()).firm;
  await confirmKeyVersions(supervisor.api.vault, supervisor.keyring, {
    clients,
    recoveryRecipient: recoveryRecipient!,
  });
}

/** The inventory is made, and the three sign in turn. */
export async function signBatch(
  { outgoing, incoming, supervisor }: { outgoing: AtWork; incoming: AtWork; supervisor: AtWork },
  { batch }: BatchAtWork,
): Promise<void> {
  await supervisor.api.closing.makeInventory({ batch });
  for (const { api, keyring } of [outgoing, incoming, supervisor]) await sign(api.closing, keyring, batch);
}

async function checkFields({ api }: AtWork, { item, record, rows }: SheetLine, planted: boolean): Promise<void> {
  for (const { field, type, handed } of rows.filter(({ verdict }) => verdict === null)) {
    if (planted && record?.kind === 'balance' && type === 'money') {
      const held = formatYuan(parseYuan(String(handed))! - 30n);
      await api.reconciliation.recordCheck({ item, field, held, source: 'original', remark: '银行对账单' });
    } else {
      await api.reconciliation.agree({
        item,
        field,
        version: record!.version,
        source: 'original',
        remark: '客户提供的原件',
      });
    }
  }
}

async function prove({ api }: AtWork, line: SheetLine): Promise<void> {
  await api.handover.proveItem({ item: line.item, proof: proofOf(line) });
}

function proofOf({ method, line, record, title }: SheetLine): Proof {
  const today = localDateOf(new Date());
  switch (method) {
    case 'physical':
      return {
        method,
        counted: Number(line.quantity ?? 1),
        both: true,
        ...(line.number ? { serial: line.number } : {}),
      };
    case 'file':
      return {
        method,
        opened: true,
        receipt: '电子税务局回执',
        signedIn: true,
        ...(record ? { recordVersion: record.version } : { sha256: createHash('sha256').update(title).digest('hex') }),
      };
    case 'rebind':
      return { method, boundOn: today, receipt: '换绑回执截图', signedIn: true, clientConfirmed: true };
    case 'secret':
      return { method, signedIn: true };
    case 'knowledge':
      return { method, toldBack: '每月五日前取票,先发微信再打电话确认时间' };
    case 'balance':
      return { method, asOf: today, statement: '银行对账单' };
    case 'obligation':
      return { method, dueOn: line.due && line.due >= today ? (line.due as LocalDate) : today };
  }
}
