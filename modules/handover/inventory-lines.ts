import { type StoredRecord, shownFields } from '#modules/client/client.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import type { ItemState, TransferMethod } from './terms.ts';

/** A line of the inventory before it has an id. */
export interface NewLine {
  client: ClientId;
  kind: string;
  method: TransferMethod;
  title: string;
  record: Id<'client-record'> | null;
  recordVersion: number | null;
  secret: Id<'secret'> | null;
  serves: string | null;
  statutory: string | null;
  secrecy: 'ordinary' | 'sensitive' | 'sealed';
  evidence: string[];
  line: Record<string, string>;
  critical: boolean;
  mandatory: boolean;
  state: Extract<ItemState, 'open' | 'none'>;
  position: number;
  afterCutOff: boolean;
}

/** A sealed secret as the inventory names it. */
export interface SecretToList {
  id: Id<'secret'>;
  client: ClientId;
  title: string;
  record: Id<'client-record'> | null;
}

/**
 * Every line of one client: what its records become by the playbook, its sealed secrets, the mandatory lines that none of
 * them serves, the lines of its trade, and 无 for each kind named by law that stays empty (规范 Art. 27). `later` says that
 * the inventory was made before.
 */
export function linesOf(
  content: playbook.PlaybookContent,
  client: ClientId,
  {
    records,
    secrets,
    cutOff,
    later,
  }: { records: StoredRecord[]; secrets: SecretToList[]; cutOff: LocalDate; later: boolean },
): NewLine[] {
  const made = records.flatMap((record) => {
    const rule = playbook.recordLineFor(content, record.kind, record.fields);
    return rule ? [{ rule, record, line: recordLine(content, rule, record, { cutOff, later }) }] : [];
  });
  const rules = made.map(({ rule }) => rule);
  const sealed = secrets.map((secret) =>
    secretLine(content, secret, made.find(({ record }) => record.id === secret.record)?.rule.kind),
  );
  const basic = records.find(({ kind }) => kind === 'basic');
  const lines = [
    ...made.map(({ line }) => line),
    ...sealed,
    ...playbook
      .mandatoryLinesLeft(content, rules)
      .map((rule) => ({ ...plainLine(content, client, rule), serves: rule.key, mandatory: true })),
    ...playbook
      .tradeLines(content, basic ? String(basic.fields.trade ?? '') : undefined)
      .map((rule) => plainLine(content, client, rule)),
    ...emptyLines(content, client, rules, records),
  ];
  return inOrder(content, lines);
}

/**
 * The line of one record. It is 期后事项 when the record changed after the cut-off date, or came after it to an inventory that
 * was made before; a record that was only entered late is none.
 */
function recordLine(
  content: playbook.PlaybookContent,
  rule: playbook.RecordLine,
  record: StoredRecord,
  { cutOff, later }: { cutOff: LocalDate; later: boolean },
): NewLine {
  const mandatory = rule.serves !== undefined;
  return {
    ...plainLine(content, record.clientId, {
      ...rule,
      name: { zh: record.label || kindName(content, rule.kind), en: '' },
    }),
    record: record.id,
    recordVersion: record.version,
    serves: rule.serves ?? null,
    statutory: rule.statutory ?? null,
    line: columnsOf(rule, record),
    mandatory,
    afterCutOff: (later || record.version > 1) && localDateOf(record.changedAt) > cutOff,
  };
}

/** What the playbook calls a kind, for a record that has nothing to be called by. */
function kindName(content: playbook.PlaybookContent, kind: string): string {
  return playbook.headings(content).find(({ key }) => key === kind)!.name.zh;
}

function secretLine(content: playbook.PlaybookContent, secret: SecretToList, kind: string | undefined): NewLine {
  const rule = { ...content.secretLine, kind: kind ?? content.secretLine.kind };
  return {
    ...plainLine(content, secret.client, { ...rule, name: { zh: secret.title, en: secret.title } }),
    secret: secret.id,
    critical: true,
  };
}

/** What playbook lines of every sort have in common. */
type Rule = Pick<playbook.MandatoryLine, 'kind' | 'method' | 'secrecy' | 'critical' | 'evidence' | 'unit' | 'name'>;

function plainLine(content: playbook.PlaybookContent, client: ClientId, rule: Rule): NewLine {
  return {
    client,
    kind: rule.kind,
    method: rule.method,
    title: rule.name.zh,
    record: null,
    recordVersion: null,
    secret: null,
    serves: null,
    statutory: null,
    secrecy: rule.secrecy,
    evidence: evidenceOf(content, rule),
    line: { quantity: '1', unit: rule.unit.zh },
    critical: playbook.isCritical(content, rule),
    mandatory: false,
    state: 'open',
    position: 0,
    afterCutOff: false,
  };
}

function emptyLines(
  content: playbook.PlaybookContent,
  client: ClientId,
  rules: playbook.RecordLine[],
  records: StoredRecord[],
): NewLine[] {
  const computerised = records.some(
    ({ kind, fields }) =>
      (kind === 'ledger' && fields.software) || (kind === 'role' && fields.system === 'accounting-software'),
  );
  return playbook.emptyStatutoryKinds(content, rules, { computerised }).map(({ key, name, kind }) => ({
    ...plainLine(content, client, {
      kind,
      name,
      method: 'physical',
      secrecy: 'ordinary',
      critical: false,
      evidence: [],
      unit: {
        zh: '',
        en: '',
      },
    }),
    evidence: [],
    critical: false,
    statutory: key,
    state: 'none',
    line: {},
  }));
}

/** The evidence that a proof must leave: what the method asks for, then what the line adds. */
export function evidenceOf(
  content: playbook.PlaybookContent,
  rule: { method: TransferMethod; evidence: readonly string[] },
): string[] {
  const method = content.methods.find(({ key }) => key === rule.method);
  return [...new Set([...(method?.evidence ?? []), ...rule.evidence])];
}

/** The columns of the form that the record fills; sensitive values under their mask, choices by their key. */
export function columnsOf(rule: playbook.RecordLine, record: StoredRecord): Record<string, string> {
  const { fields } = shownFields(record.kind, record.fields);
  const filled = Object.entries(rule.columns).flatMap(([column, name]) => {
    const value = fields[name];
    return value === undefined || value === '' ? [] : [[column, String(value)]];
  });
  return { quantity: '1', unit: rule.unit.zh, ...(Object.fromEntries(filled) as Record<string, string>) };
}

/** Places the lines by their heading; within a heading 无 comes last. */
function inOrder(content: playbook.PlaybookContent, lines: NewLine[]): NewLine[] {
  const places = new Map(playbook.headings(content).map(({ key }, index) => [key, index]));
  const place = ({ kind }: NewLine) => places.get(kind) ?? places.size;
  return lines
    .toSorted(
      (one, other) => place(one) - place(other) || Number(one.state === 'none') - Number(other.state === 'none'),
    )
    .map((line, position) => ({ ...line, position: place(line) * 1000 + position + 1 }));
}
