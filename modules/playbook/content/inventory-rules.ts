import type { MandatoryLine, PlaybookContent, RecordLine, StatutoryKind, TradeLine } from './playbook-shape.ts';
import type { Words } from './text.ts';

type LineRules = Pick<PlaybookContent, 'kinds' | 'mandatoryLines' | 'recordLines' | 'statutoryKinds' | 'trades'>;

/** The line that a record of the kind becomes: of those for the kind the first that fits. Null when the playbook has none. */
export function recordLineFor(content: LineRules, record: string, fields: Record<string, unknown>): RecordLine | null {
  const fits = (line: RecordLine) =>
    line.record === record && (!line.when || line.when.in.includes(String(fields[line.when.field] ?? '')));
  return content.recordLines.find(fits) ?? null;
}

/** The mandatory lines that none of the client's lines serves, and which must therefore be made by themselves. */
export function mandatoryLinesLeft(content: LineRules, made: readonly RecordLine[]): MandatoryLine[] {
  const served = new Set(made.map(({ serves }) => serves));
  return content.mandatoryLines.filter(({ key }) => !served.has(key));
}

/** The kinds named by law that none of the client's lines fills, and which stand as 无 (规范 Art. 27). */
export function emptyStatutoryKinds(
  content: LineRules,
  made: readonly RecordLine[],
  client: { computerised: boolean },
): StatutoryKind[] {
  const filled = new Set(made.map(({ statutory }) => statutory));
  return content.statutoryKinds.filter(
    ({ key, computerisedOnly }) => !filled.has(key) && (client.computerised || !computerisedOnly),
  );
}

/** The further lines of a client's trade; none when the trade is not known or has none of its own. */
export function tradeLines(content: LineRules, trade: string | undefined): TradeLine[] {
  return content.trades.find((entry) => entry.trade === trade)?.lines ?? [];
}

/** True when each line must be checked field by field: by its own rule or by that of its kind. */
export function isCritical(content: LineRules, line: { kind: string; critical: boolean }): boolean {
  return line.critical || content.kinds.some(({ key, critical }) => key === line.kind && critical);
}

/** The headings of an inventory in the order they are printed: mandatory ones of their own first, then the fourteen kinds. */
export function headings(content: LineRules): { key: string; name: Words }[] {
  const own = content.mandatoryLines.filter(({ key, kind }) => key === kind);
  const kinds = content.kinds.toSorted((one, other) => one.number - other.number);
  return [...own, ...kinds].map(({ key, name }) => ({ key, name }));
}
