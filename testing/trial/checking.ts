import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { deflateSync, crc32 } from 'node:zlib';
import { type ColumnUse, registerColumns } from '#modules/client/register/columns.ts';
import { uploadDocument } from '#modules/document/document.client.ts';
import type { Proof } from '#modules/handover/handover.contract.ts';
import { openSecret } from '#modules/vault/vault.client.ts';
import type { Sheet, SheetLine } from '#modules/reconciliation/reconciliation.contract.ts';
import { checkUscc } from '#platform/kernel/uscc.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { addDays, localDateOf } from '#platform/kernel/local-date.ts';
import type { PersonAtWork } from './person-at-work.ts';
import { type PlainRegister, readPlainRegister } from './plain-register.ts';
import { isTrue } from './steps.ts';

type Note = (text: string) => void;

/** The people and things of a handover that is being checked. */
export interface Case {
  handover: Id<'handover'>;
  batch: Id<'batch'>;
  clients: { id: ClientId; number: string }[];
  outgoing: PersonAtWork;
  incoming: PersonAtWork;
  supervisor: PersonAtWork;
}

/** The second register with the columns that the product understood of it. */
export interface Held {
  file: string;
  register: PlainRegister;
  /** Column by kind and field of the client's record, `basic.uscc`. */
  columns: Map<string, string>;
  /** Rows by client number; several where the file doubles it. */
  rows: Map<string, string[][]>;
  /** Clients of the batch that the file does not name, names twice, or in a row with a fault: it says nothing of them. */
  unread: Set<string>;
}

/**
 * Checks every client of the batch against a second register; gives the differences that became issues. A column that the
 * first register has too is what it was `agreed` to be there.
 */
export async function compare(of: Case, file: string, agreed: Record<string, ColumnUse>, note: Note) {
  const { reconciliation } = of.incoming.api;
  const source = new File([await readFile(file)], basename(file));
  const day = addDays(`${localDateOf(new Date()).slice(0, 7)}-01` as never, -1);
  const first = await reconciliation.previewSource({ batch: of.batch, file: source, reading: {} });
  const reading = {
    columns: Object.fromEntries(first.columns.map(({ column, use }) => [column, agreed[column] ?? use])),
    balanceAsOf: first.balanceAsOf ?? day,
  };
  const preview = await reconciliation.previewSource({ batch: of.batch, file: source, reading });
  for (const { column, handed, held } of preview.totals) note(`${column}: handed ${handed}, held ${held}`);
  const result = await reconciliation.checkAgainstSource({ batch: of.batch, file: source, reading });
  note(
    `${result.checked} fields of ${result.clients} clients: ${result.same} same, ${result.writtenDifferently} only written differently, ${result.different} different`,
  );
  note(
    `not in the file: ${result.missing.join(' ') || 'none'}; doubled: ${result.doubled.join(' ') || 'none'}; faulty: ${result.faulty.join(' ') || 'none'}`,
  );
  for (const { number, client, record, field } of result.differences)
    note(`issue #${number}: ${client} ${record}.${field}`);
  isTrue(result.differences.length === result.different, 'a difference did not become an issue');
  const register = await readPlainRegister(file);
  const numberAt = register.header.findIndex((column) => reading.columns[column] === 'number');
  const rows = Map.groupBy(register.rows, (row) => plainKey(row[numberAt] ?? ''));
  const columns = new Map(
    Object.entries(reading.columns).flatMap(([column, use]) => {
      const record = Object.hasOwn(registerColumns, use)
        ? registerColumns[use as keyof typeof registerColumns].record
        : null;
      return record
        ? [[record.join('.'), column] as const]
        : use === 'extra'
          ? [[`basic.extra:${column}`, column] as const]
          : [];
    }),
  );
  const held: Held = {
    file: basename(file),
    register,
    columns,
    rows,
    unread: new Set([...result.missing, ...result.doubled, ...result.faulty]),
  };
  return { result, held };
}

/** Gives every field and every line a verdict that the second register could not, each in the way of its method. */
export async function checkTheRest(of: Case, held: Held, note: Note): Promise<void> {
  const counts = { fields: 0, skipped: 0, proved: 0, reported: 0 };
  for (const [index, { id, number }] of of.clients.entries()) {
    const sheet = await of.incoming.api.reconciliation.readSheet({ handover: of.handover, client: id, reveal: false });
    const rows = held.rows.get(plainKey(number)) ?? [];
    for (const line of sheet.lines) {
      if (line.state !== 'open') continue;
      if (line.provedBy === 'fields') await checkFields(of, held, line, rows, counts);
      else await proveLine(of, sheet, line, index, counts);
    }
  }
  note(`${counts.fields} fields by the receiver's own reading, ${counts.skipped} skipped with the reason`);
  note(`${counts.proved} lines proved by their methods, ${counts.reported} reported as not received`);
}

type Counts = { fields: number; skipped: number; proved: number; reported: number };

async function checkFields(of: Case, held: Held, line: SheetLine, rows: string[][], counts: Counts): Promise<void> {
  const { reconciliation } = of.incoming.api;
  const { item } = line;
  if (rows.length === 0) {
    await reconciliation.reportItem({ item, state: 'missing', remark: '第二来源中没有这位客户' });
    counts.reported += 1;
    return;
  }
  for (const { field } of line.rows.filter(({ verdict, stale }) => verdict === null || stale)) {
    const column = held.columns.get(`${line.record?.kind}.${field}`);
    const at = column === undefined ? -1 : held.register.header.indexOf(column);
    if (at >= 0) {
      await reconciliation.recordCheck({
        item,
        field,
        held: rows[0]![at]?.trim() || null,
        source: 'original',
        remark: `${held.file},${column} 一列`,
      });
      counts.fields += 1;
    } else if (line.critical) {
      await reconciliation.agree({ item, field, version: line.record!.version, source: 'original', remark: held.file });
      counts.fields += 1;
    } else {
      await reconciliation.skipCheck({ item, field, remark: '两份台账均未列此项' });
      counts.skipped += 1;
    }
  }
}

/** Each line by its own proof; the mandatory line of every tenth client that no record serves is found missing. */
async function proveLine(of: Case, sheet: Sheet, line: SheetLine, index: number, counts: Counts): Promise<void> {
  const { api } = of.incoming;
  const { item } = line;
  if (isLost(line, index)) {
    await api.reconciliation.reportItem({ item, state: 'missing', remark: '移交时未见该项资料' });
    counts.reported += 1;
    return;
  }
  if (line.secret) await openSecret(api.vault, of.incoming.keyring, line.secret);
  const proof = await proofOf(of, sheet, line);
  const { state } = await api.handover.proveItem({ item, proof });
  isTrue(state === 'received', `a proved line stands as ${state}`);
  counts.proved += 1;
}

/** The mandatory line that no record serves is nowhere to be found for every tenth client, whoever looks for it. */
export function isLost(line: { method: string; record: unknown }, index: number): boolean {
  return line.method === 'file' && line.record === null && index % 10 === 0;
}

async function proofOf(of: Case, { client }: Sheet, line: SheetLine): Promise<Proof> {
  const today = localDateOf(new Date());
  const evidence = () =>
    uploadDocument(
      of.incoming.server,
      { client: client.id, handover: of.handover },
      { name: `证据-${line.item.slice(-6)}.png`, content: picture(line.item) },
    );
  switch (line.method) {
    case 'physical':
      return {
        method: 'physical',
        counted: Number(line.line.quantity ?? 1),
        ...(line.line.number ? { serial: line.line.number } : {}),
        both: true,
        document: (await evidence()).id,
      };
    case 'file': {
      const { id, sha256 } = await evidence();
      return {
        method: 'file',
        opened: true,
        sha256,
        document: id,
        ...(line.record ? { recordVersion: line.record.version } : {}),
        signedIn: true,
      };
    }
    case 'rebind':
      return {
        method: 'rebind',
        boundOn: today,
        document: (await evidence()).id,
        signedIn: true,
        clientConfirmed: true,
      };
    case 'secret':
      return { method: 'secret', signedIn: true };
    case 'knowledge':
      return { method: 'knowledge', toldBack: '已由移交人讲解,接收人复述要点,双方确认无误。' };
    case 'balance':
      return { method: 'balance', asOf: today, document: (await evidence()).id };
    case 'obligation': {
      const due = line.line.due;
      return { method: 'obligation', dueOn: (due !== undefined && due >= today ? due : today) as never };
    }
  }
}

/**
 * Settles every issue: a difference by a correction that one person proposes and another confirms, where the second register
 * may be right; what cannot be settled by a note that the supervisor approves.
 */
export async function settle(of: Case, held: Held, note: Note): Promise<{ corrected: number; noted: number }> {
  const { outgoing, incoming, supervisor } = of;
  let corrected = 0;
  let noted = 0;
  for await (const issue of issuesOf(of)) {
    const column = issue.field === null ? undefined : held.columns.get(`${issue.item.record}.${issue.field}`);
    const row = held.rows.get(plainKey(issue.client.number))?.[0];
    const value = column === undefined ? undefined : row?.[held.register.header.indexOf(column)]?.trim();
    if (value && (issue.field !== 'uscc' || checkUscc(value).valid)) {
      const proposed = await outgoing.api.reconciliation.proposeCorrection({
        issue: issue.id,
        value,
        reason: `以 ${held.file} 为准,已与客户核实`,
      });
      const own = await outgoing.api.reconciliation
        .confirmCorrection({ correction: proposed.id })
        .then(() => null, codeOf);
      isTrue(own === 'reconciliation.own-correction', `one person proposed and confirmed a correction (${own})`);
      const confirmed = await incoming.api.reconciliation.confirmCorrection({ correction: proposed.id });
      isTrue(
        confirmed.state === 'confirmed' && confirmed.settled,
        `the correction of #${issue.number} did not settle it`,
      );
      corrected += 1;
    } else {
      const dueOn = addDays(localDateOf(new Date()), 14);
      await outgoing.api.issue.proposeNote({
        issue: issue.id,
        cause: '现有资料不能证明哪一方正确,签署后向客户取得原件核实',
        responsible: outgoing.id,
        dueOn,
      });
      const approved = await supervisor.api.issue.approveNote({ issue: issue.id });
      isTrue(approved.state === 'noted', `the note of #${issue.number} stands as ${approved.state}`);
      noted += 1;
    }
  }
  note(`${corrected} corrected by two people, ${noted} noted with the supervisor's consent`);
  return { corrected, noted };
}

async function* issuesOf({ handover, incoming }: Case) {
  const all = [];
  for (let after: number | undefined; ;) {
    const { rows, next } = await incoming.api.issue.list({
      handover,
      state: 'unsettled',
      limit: 500,
      ...(after === undefined ? {} : { after }),
    });
    all.push(...rows);
    if (next === null) break;
    after = next;
  }
  yield* all.toReversed();
}

/** The code of the refusal behind an error of the API. */
export function codeOf(error: { data?: { code?: string }; message: string }): string {
  return error.data?.code ?? error.message;
}

/** Half-width, in capitals, without blanks: how two registers write one number. */
export function plainKey(number: string): string {
  return number.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
}

/** A small PNG that differs with its text, as a photo would. */
function picture(text: string): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(text.replaceAll('-', ''), 'hex');
  const header = Buffer.from([0, 0, 0, bytes.length / 4, 0, 0, 0, 4, 8, 0, 0, 0, 0]);
  const side = bytes.length / 4;
  const lines = Buffer.concat(
    Array.from({ length: 4 }, (_, y) => Buffer.concat([Buffer.of(0), bytes.subarray(y * side, (y + 1) * side)])),
  );
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return new Uint8Array(
    Buffer.concat([
      signature,
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(lines)),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}
