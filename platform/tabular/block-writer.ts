import { type Facts, Refusal } from '#platform/kernel/refusal.ts';
import type { SheetBlock, SheetMark, WorkbookLimits } from './sheet-part.ts';
import { columnLetter } from './table.ts';

/** Gathers rows into blocks. Refuses `tabular.too-many-columns` {columns, most} and `tabular.too-many-rows` {most}. */
export class BlockWriter {
  readonly #limits: WorkbookLimits;
  #rows = 0;
  #lines: number[] = [];
  #widths: number[] = [];
  #texts: string[] = [];
  #marks: SheetMark[] = [];

  constructor(limits: WorkbookLimits) {
    this.#limits = limits;
  }

  /** The rows waiting to be taken. */
  get waiting(): number {
    return this.#lines.length;
  }

  /** A row with its cells from the first column on; one without any is passed over. */
  row(line: number, cells: readonly string[]): void {
    if (cells.length === 0) return;
    if (++this.#rows > this.#limits.rows) throw new Refusal('tabular.too-many-rows', { most: this.#limits.rows });
    if (cells.length > this.#limits.columns)
      throw new Refusal('tabular.too-many-columns', { columns: cells.length, most: this.#limits.columns });
    this.#lines.push(line);
    this.#widths.push(cells.length);
    for (const cell of cells) this.#texts.push(cell);
  }

  mark(severity: SheetMark['severity'], line: number, column: number, code: string, facts: Facts = {}): void {
    this.#marks.push({ line, column, severity, code, facts: { cell: `${columnLetter(column)}${line}`, ...facts } });
  }

  /** The rows since the last time; null when there are none. */
  take(): SheetBlock | null {
    if (this.#lines.length === 0) return null;
    const ends = new Uint32Array(this.#texts.length);
    let end = 0;
    for (const [at, text] of this.#texts.entries()) {
      end += text.length;
      ends[at] = end;
    }
    const block: SheetBlock = {
      lines: Uint32Array.from(this.#lines),
      widths: Uint32Array.from(this.#widths),
      texts: this.#texts.join(''),
      ends,
      marks: this.#marks,
    };
    this.#lines = [];
    this.#widths = [];
    this.#texts = [];
    this.#marks = [];
    return block;
  }
}
