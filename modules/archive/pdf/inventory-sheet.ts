import { qrSvg } from '#platform/pdf/qr.ts';
import type { Json } from '#platform/pdf/typst.ts';
import { columnHeads, columnWidths, fitLine } from './columns.ts';
import { fitText } from './fit-text.ts';
import type { ClientInventory, InventoryKind, InventoryLine, SummaryInventory } from './forms.ts';
import { allSigned, mannerRemarks, placesToSign } from './places-to-sign.ts';
import { type Totals, totalsByKind, totalsOf } from './totals.ts';
import { cellsOf, clockTime, copyMarks } from './wording.ts';

/** What the template of a 分户清册 shows, every value in its final words. */
export function clientSheet(data: ClientInventory): Json {
  const { client, lines, kinds } = data;
  const cells = lines.map((line, i) => cellsOf(line, i + 1, kinds));
  const widths = columnWidths(cells);
  return {
    ...headOf(data),
    ...totalsTable(kinds, lines),
    client: {
      number: fitText(client.number, 16),
      name: fitText(client.name, 16),
      code: client.code,
      facts: client.facts.map(({ label, value }) => ({ label: fitText(label, 5), value: fitText(value, 16) })),
    },
    heads: columnHeads,
    widths,
    lines: cells.map((line) => fitLine(line, widths)),
    notes: lines.flatMap((line, i) => noteOf(line, i + 1, '')),
    crossChecks: lines.flatMap((line, i) => crossChecksOf(line, i + 1)),
  } as unknown as Json;
}

/**
 * A 汇总清册 of more lines leaves them to the 分户清册 annexed to it, which it lists with their hashes: a table of this
 * length takes about 5 s and 0.8 GB to set, and would be printed three times over.
 */
export const mostLinesInSummary = 2500;

/** What the template of a 汇总清册 shows; lines are numbered through all clients. */
export function summarySheet(data: SummaryInventory): Json {
  const { clients, kinds } = data;
  const annexed = clients.reduce((sum, { lines }) => sum + lines.length, 0) > mostLinesInSummary;
  let place = 0;
  const numbered = clients.map((client) => ({
    client,
    lines: client.lines.map((line) => ({ line, place: ++place, cells: cellsOf(line, place, kinds) })),
  }));
  const widths = annexed ? [] : columnWidths(numbered.flatMap(({ lines }) => lines.map(({ cells }) => cells)));
  const clientPages = clients.map(({ pages }) => pages ?? 0).reduce((sum, pages) => sum + pages, 0);
  return {
    ...headOf(data),
    ...totalsTable(
      kinds,
      clients.flatMap(({ lines }) => lines),
    ),
    clientPages,
    annexed,
    heads: columnHeads,
    widths,
    clients: numbered.map(({ client, lines }) => ({
      number: fitText(client.number, 10),
      name: fitText(client.name, 40),
      code: client.code,
      pages: client.pages === undefined ? '' : String(client.pages),
      hash: client.pdfHash?.match(/.{32}/g) ?? [],
      totals: shown(totalsOf(client.lines)),
      lines: annexed ? [] : lines.map(({ cells }) => fitLine(cells, widths)),
    })),
    notes: numbered.flatMap(({ client, lines }) => lines.flatMap((one) => noteOf(one.line, one.place, client.name))),
  } as unknown as Json;
}

function headOf(data: ClientInventory | SummaryInventory) {
  const places = placesToSign(data.parties, data.signing);
  const signed = allSigned(places);
  const { outgoing, incoming, supervisor } = data.parties;
  const person = ({ name, title }: { name: string; title: string }) => ({
    name: fitText(name, 16),
    title: fitText(title, 16),
  });
  return {
    firm: fitText(data.firm, 16),
    number: data.number,
    batch: data.batch,
    reason: data.reason,
    version: data.version,
    handoverDate: data.handoverDate,
    cutOff: data.cutOff,
    legalBasis: data.legalBasis,
    outgoing: person(outgoing),
    incoming: person(incoming),
    supervisor: person(supervisor),
    remarks: [...mannerRemarks(data.parties), ...data.remarks].map((remark) => fitText(remark, 32)),
    copy: copyMarks[data.copy],
    places,
    signed,
    draft: !signed && data.signing === 'electronic',
    hash: data.inventoryHash.match(/.{8}/g)!,
    checkpoint: data.checkpoint === undefined ? null : checkpointOf(data.checkpoint),
    madeAt: clockTime(data.at),
  };
}

/** The QR holds the whole note; beside it stand the lines that a person can compare: origin, size and root. */
function checkpointOf(note: string) {
  const [origin = '', size = '', root = ''] = note.split('\n');
  return { qr: qrSvg(note), origin: fitText(origin, 11.5), size, root: fitText(root, 11.5) };
}

function totalsTable(kinds: readonly InventoryKind[], lines: readonly InventoryLine[]) {
  const all = totalsOf(lines);
  return {
    open: all.different + all.unchecked > 0,
    totals: totalsByKind(kinds, lines).map(({ kind, totals }) => ({
      kind: kind.name,
      remark: fitText(kind.remark, 4.5),
      ...shown(totals),
    })),
    total: shown(all),
  };
}

/** Numbers as they stand in a ledger: an em dash for none of some, and 无 where there is nothing at all. */
function shown(totals: Totals): Record<keyof Totals, string> {
  const number = (count: number) => {
    if (totals.lines === 0) return '';
    return count === 0 ? '—' : count.toLocaleString('en-US');
  };
  return {
    lines: number(totals.lines) || '无',
    agreed: number(totals.agreed),
    corrected: number(totals.corrected),
    noted: number(totals.noted),
    different: number(totals.different),
    unchecked: number(totals.unchecked),
  };
}

function crossChecksOf({ name, crossChecks }: InventoryLine, place: number) {
  return crossChecks.map(({ field, sources, rule, verdict, agreed }) => ({
    place: String(place),
    name: fitText(name, 13),
    field: fitText(field, 10),
    sources: sources.length === 0 ? ['只有移交资料'] : sources.map((said) => fitText(said, 26)),
    rule: fitText(rule, 16),
    verdict,
    agreed,
  }));
}

function noteOf(line: InventoryLine, place: number, client: string) {
  if (line.result !== 'noted') return [];
  return [
    {
      place: String(place),
      client: fitText(client, 15),
      name: fitText(line.name, 13),
      difference: fitText(line.difference, 20),
      cause: fitText(line.cause, 20),
      responsible: fitText(line.responsible, 7),
      due: line.due,
      approvedBy: line.approvedBy === '' ? '待批准' : fitText(line.approvedBy, 8),
    },
  ];
}
