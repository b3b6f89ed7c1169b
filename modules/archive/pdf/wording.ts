import type { InventoryKind, InventoryLine, LineResult } from './forms.ts';

/** A decimal with thousands: `"1472469.81"` becomes `1,472,469.81`; what stands after the point is kept as it is. */
export function withThousands(decimal: string): string {
  const [whole, fraction] = decimal.split('.') as [string, string?];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** The instant on a clock in China, to the second: `2026-11-23 15:02:11`. */
export function clockTime(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** From when to when, as it stands in 所属期起止. */
export function periodOf(from: string, to: string): string {
  if (from === '' || to === '') return from === '' ? to && `至 ${to}` : `${from} 起`;
  return from === to ? from : `${from} 至 ${to}`;
}

/** How a result is called on paper. */
export const resultWords: Record<LineResult, string> = {
  agreed: '一致',
  corrected: '更正后一致',
  noted: '附说明',
  different: '有差异',
  unchecked: '未核',
};

/** Whose copy it is, of the three that Art. 31 asks for; the archive's is not one of them. */
export const copyMarks = {
  outgoing: { share: '1/3', holder: '移交人存' },
  incoming: { share: '2/3', holder: '接收人存' },
  supervisor: { share: '3/3', holder: '监交人存' },
  archive: { share: '存档', holder: '随档案包' },
} as const;

/** The cells of a line in the order of `columnHeads`, as text. */
export function cellsOf(line: InventoryLine, place: number, kinds: readonly InventoryKind[]): string[] {
  return [
    String(place),
    kinds.find(({ key }) => key === line.kind)!.name,
    line.name,
    line.number,
    periodOf(line.from, line.to),
    withThousands(line.quantity),
    line.unit,
    line.medium,
    line.original,
    line.place,
    line.secrecy,
    line.keepFor,
    line.keptFor,
    line.transfer,
    resultWords[line.result],
    line.difference,
    line.responsible,
    line.due,
    line.remark,
  ];
}
