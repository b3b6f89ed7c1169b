import { type Facts, Refusal } from '#platform/kernel/refusal.ts';
import { BlockWriter } from './block-writer.ts';
import { type NumberStyle, numberText } from './cell-number.ts';
import { unescapeText } from './shared-strings.ts';
import type { SheetEnd, WorkbookLimits } from './sheet-part.ts';
import { columnLetter } from './table.ts';
import { attribute, type XmlTag, type XmlVisitor } from './xml.ts';

export interface SheetContext {
  strings: readonly string[];
  styles: readonly NumberStyle[];
  dates1904: boolean;
}

const plain: NumberStyle = { kind: 'plain' };

/** Reads the XML of a sheet as it comes. Refuses `tabular.damaged` {part, line}, `too-many-columns` and `too-many-rows`. */
export class SheetReader implements XmlVisitor {
  readonly #part: string;
  readonly #context: SheetContext;
  readonly #limits: WorkbookLimits;
  readonly #merges: string[] = [];
  readonly #hiddenColumns: string[] = [];
  /** What was read so far. */
  readonly blocks: BlockWriter;
  #hiddenRows = 0;
  #isMarked = false;

  #line = 0;
  #cells: string[] = [];
  #filled = 0;
  #column = -1;
  #type = 'n';
  #style = plain;
  #value = '';
  #hasValue = false;
  #isFormula = false;
  #reading = false;
  #phonetic = false;
  #inRow = false;
  #inCell = false;

  constructor(part: string, context: SheetContext, limits: WorkbookLimits) {
    this.#part = part;
    this.#context = context;
    this.#limits = limits;
    this.blocks = new BlockWriter(limits);
  }

  end(): SheetEnd {
    return { merges: this.#merges, hiddenRows: this.#hiddenRows, hiddenColumns: this.#hiddenColumns };
  }

  open(name: string, tag: XmlTag): void {
    switch (name) {
      case 'c':
        this.#openCell(tag);
        break;
      case 'v':
        this.#reading = true;
        break;
      case 't':
        this.#reading = !this.#phonetic;
        break;
      case 'row':
        this.#openRow(tag);
        break;
      case 'f':
        this.#isFormula = true;
        break;
      case 'rPh':
        this.#phonetic = true;
        break;
      case 'mergeCell':
        this.#merges.push(attribute(tag, 'ref') ?? '');
        break;
      case 'col':
        this.#hideColumns(tag);
    }
  }

  text(text: string): void {
    if (!this.#reading) return;
    this.#value = this.#hasValue ? this.#value + text : text;
    this.#hasValue = true;
  }

  close(name: string): void {
    switch (name) {
      case 'v':
      case 't':
        this.#reading = false;
        break;
      case 'c':
        this.#closeCell();
        break;
      case 'row':
        this.#closeRow();
        break;
      case 'rPh':
        this.#phonetic = false;
    }
  }

  #damaged(): Refusal {
    return new Refusal('tabular.damaged', { part: this.#part, line: this.#line });
  }

  #openRow(tag: XmlTag): void {
    const number = attribute(tag, 'r');
    const next = number === null ? this.#line + 1 : Number(number);
    if (this.#inRow || !(Number.isInteger(next) && next > this.#line)) throw this.#damaged();
    this.#line = next;
    this.#inRow = true;
    this.#cells = [];
    this.#filled = 0;
    this.#column = -1;
    if (isTrue(attribute(tag, 'hidden'))) this.#hiddenRows++;
  }

  /** The three attributes of a cell in one pass: `r` its place, `s` its style, `t` its type. */
  #openCell({ xml, from, to }: XmlTag): void {
    if (!this.#inRow || this.#inCell) throw this.#damaged();
    this.#inCell = true;
    let column = this.#column + 1;
    let style = -1;
    this.#type = 'n';
    let at = from;
    for (;;) {
      const equals = xml.indexOf('=', at);
      if (equals === -1 || equals >= to) break;
      let open = equals + 1;
      while (isBlank(xml.charCodeAt(open))) open++;
      const close = xml.indexOf(xml.charAt(open), open + 1);
      if (close === -1 || close >= to) throw this.#damaged();
      let nameEnd = equals;
      while (isBlank(xml.charCodeAt(nameEnd - 1))) nameEnd--;
      if (isBlank(xml.charCodeAt(nameEnd - 2))) {
        const name = xml.charCodeAt(nameEnd - 1);
        if (name === 114) column = columnOf(xml, open + 1, close);
        else if (name === 115) style = Number(xml.slice(open + 1, close));
        else if (name === 116) this.#type = xml.slice(open + 1, close);
      }
      at = close + 1;
    }
    if (column < 0) throw this.#damaged();
    this.#column = column;
    const known = style === -1 ? plain : this.#context.styles[style];
    if (known === undefined && this.#context.styles.length > 0) throw this.#damaged();
    this.#style = known ?? plain;
    this.#value = '';
    this.#hasValue = false;
    this.#isFormula = false;
  }

  #closeCell(): void {
    this.#inCell = false;
    this.#isMarked = false;
    const text = this.#cellText();
    if (text === '' && !this.#isMarked) return;
    const column = this.#column;
    if (column >= this.#limits.columns)
      throw new Refusal('tabular.too-many-columns', { columns: column + 1, most: this.#limits.columns });
    if (column < this.#filled && this.#cells[column]) throw this.#damaged();
    while (this.#cells.length < column) this.#cells.push('');
    this.#cells[column] = text;
    this.#filled = this.#cells.length;
  }

  #closeRow(): void {
    this.#inRow = false;
    this.blocks.row(this.#line, this.#cells);
  }

  #hideColumns(tag: XmlTag): void {
    if (!isTrue(attribute(tag, 'hidden'))) return;
    const last = Math.min(Number(attribute(tag, 'max')), this.#limits.columns);
    for (let index = Number(attribute(tag, 'min')); index <= last; index++)
      this.#hiddenColumns.push(columnLetter(index - 1));
  }

  #mark(severity: 'fault' | 'doubt', code: string, facts: Facts = {}): void {
    this.#isMarked = true;
    this.blocks.mark(severity, this.#line, this.#column, code, facts);
  }

  #cellText(): string {
    const [type, value] = [this.#type, this.#value];
    if (this.#isFormula) {
      if (this.#hasValue) this.#mark('doubt', 'tabular.formula');
      else this.#mark('fault', 'tabular.formula-without-value');
    }
    if (type === 's') {
      const text = this.#context.strings[Number(value)];
      if (this.#hasValue && text === undefined) throw this.#damaged();
      return text ?? '';
    }
    if (type === 'str' || type === 'inlineStr') return unescapeText(value);
    if (type === 'b' && this.#hasValue) return isTrue(value) ? 'TRUE' : 'FALSE';
    if (type === 'e') this.#mark('fault', 'tabular.error-value', { error: value });
    if (type === 'e' || !this.#hasValue) return value;
    if (type === 'd') return value.replace(/T00:00:00(\.0+)?Z?$/, '');
    const { text, fault, doubt } = numberText(value, this.#style, this.#context.dates1904);
    if (fault) this.#mark('fault', fault);
    if (doubt) this.#mark('doubt', doubt);
    return text;
  }
}

/** The 0-based column of a reference such as `AB12`; -1 when it has no letters. */
function columnOf(xml: string, from: number, to: number): number {
  let column = 0;
  for (let at = from; at < to; at++) {
    const code = xml.charCodeAt(at) | 32;
    if (code < 97 || code > 122) break;
    column = column * 26 + code - 96;
  }
  return column - 1;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

function isTrue(value: string | null): boolean {
  return value === '1' || value === 'true';
}
