import { Refusal } from '#platform/kernel/refusal.ts';
import { BlockWriter } from './block-writer.ts';
import { numberText } from './cell-number.ts';
import type { SheetPart, WorkbookLimits } from './sheet-part.ts';
import { columnLetter } from './table.ts';
import { chooseSheets } from './workbook.ts';
import { attribute, XmlReader, type XmlTag, type XmlVisitor } from './xml.ts';
import { decodedPieces, type ZipArchive } from './zip-archive.ts';

const content = 'content.xml';

export function isOpenDocument(zip: ZipArchive): boolean {
  return zip.has('mimetype') && new TextDecoder().decode(zip.read('mimetype')).includes('opendocument.spreadsheet');
}

/**
 * Reads one sheet of an OpenDocument table piece by piece: the one named, else the first visible one that holds anything.
 * Numbers are taken digit by digit as stored. Refuses `tabular.password` when the content is encrypted.
 */
export async function* readOpenDocument(
  zip: ZipArchive,
  wanted: string | undefined,
  limits: WorkbookLimits,
): AsyncGenerator<SheetPart, void, undefined> {
  if (zip.has('META-INF/manifest.xml')) {
    const manifest = new TextDecoder().decode(zip.read('META-INF/manifest.xml'));
    if (manifest.includes('encryption-data')) throw new Refusal('tabular.password', {});
  }
  const names = new SheetNames();
  await visit(zip, names);
  const chosen = chooseSheets(names.sheets, wanted);
  for (const { name, index } of chosen) {
    const reader = new OpenSheet(index, limits);
    const xml = new XmlReader(content, reader);
    let hasBegun = false;
    for await (const piece of decodedPieces(zip, content)) {
      xml.push(piece);
      const block = reader.blocks.take();
      if (!block) continue;
      if (!hasBegun) yield { kind: 'begin', format: 'ods', sheet: name, sheets: names.sheets };
      hasBegun = true;
      yield { kind: 'rows', ...block };
    }
    xml.end();
    if (!hasBegun) continue;
    const { merges, hiddenRows, hiddenColumns } = reader;
    yield { kind: 'end', merges, hiddenRows, hiddenColumns };
    return;
  }
  throw new Refusal('tabular.empty-file', { sheets: names.sheets.map(({ name }) => name) });
}

async function visit(zip: ZipArchive, visitor: XmlVisitor): Promise<void> {
  const xml = new XmlReader(content, visitor);
  for await (const piece of decodedPieces(zip, content)) xml.push(piece);
  xml.end();
}

class SheetNames implements XmlVisitor {
  readonly sheets: { name: string; hidden: boolean; index: number }[] = [];
  readonly #hiddenStyles = new Set<string>();
  #style = '';
  #depth = 0;

  open(name: string, tag: XmlTag): void {
    if (name === 'style') this.#style = attribute(tag, 'name') ?? '';
    else if (name === 'table-properties' && attribute(tag, 'display') === 'false') this.#hiddenStyles.add(this.#style);
    else if (name === 'table' && this.#depth++ === 0)
      this.sheets.push({
        name: attribute(tag, 'name') ?? '',
        hidden: this.#hiddenStyles.has(attribute(tag, 'style-name') ?? ''),
        index: this.sheets.length,
      });
  }

  close(name: string): void {
    if (name === 'table') this.#depth--;
  }
}

const errorText = /^(#(REF!|N\/A|DIV\/0!|NAME\?|VALUE!|NUM!|NULL!)|Err:\d+)$/;

/** Reads the cells of the sheet with the index. */
class OpenSheet implements XmlVisitor {
  readonly blocks: BlockWriter;
  readonly merges: string[] = [];
  readonly hiddenColumns: string[] = [];
  hiddenRows = 0;
  readonly #index: number;
  readonly #limits: WorkbookLimits;
  #seen = -1;
  #depth = 0;
  #column = 0;
  #line = 0;
  #rowRepeat = 1;
  #cells: string[] = [];
  #marks: { column: number; severity: 'fault' | 'doubt'; code: string; facts?: object }[] = [];
  #cell: { type: string; value: string | null; hasFormula: boolean; repeat: number } | null = null;
  #text = '';
  #hasParagraph = false;
  #inParagraph = 0;
  #inNote = 0;
  #inRow = false;

  constructor(index: number, limits: WorkbookLimits) {
    this.#index = index;
    this.#limits = limits;
    this.blocks = new BlockWriter(limits);
  }

  get #isInside(): boolean {
    return this.#depth === 1 && this.#seen === this.#index;
  }

  open(name: string, tag: XmlTag): void {
    if (name === 'table' && this.#depth++ === 0) this.#seen++;
    if (!this.#isInside) return;
    switch (name) {
      case 'table-column':
        this.#hideColumns(tag);
        break;
      case 'table-row':
        if (this.#inRow || this.#cell) throw this.#damaged();
        this.#inRow = true;
        this.#rowRepeat = repeatOf(tag, 'number-rows-repeated');
        this.#cells = [];
        this.#marks = [];
        this.#column = 0;
        if (attribute(tag, 'visibility') === 'collapse') this.hiddenRows += this.#rowRepeat;
        break;
      case 'table-cell':
      case 'covered-table-cell':
        this.#openCell(tag);
        break;
      case 'annotation':
        this.#inNote++;
        break;
      case 'p':
        if (this.#hasParagraph && this.#inNote === 0) this.#text += '\n';
        if (this.#inNote === 0) this.#hasParagraph = true;
        this.#inParagraph++;
        break;
      case 's':
        this.text(' '.repeat(Math.min(repeatOf(tag, 'c'), 1000)));
        break;
      case 'tab':
        this.text('\t');
        break;
      case 'line-break':
        this.text('\n');
    }
  }

  text(text: string): void {
    if (this.#cell && this.#inParagraph > 0 && this.#inNote === 0) this.#text += text;
  }

  close(name: string): void {
    if (this.#isInside) {
      if (name === 'p') this.#inParagraph--;
      else if (name === 'annotation') this.#inNote--;
      else if (name === 'table-cell' || name === 'covered-table-cell') this.#closeCell();
      else if (name === 'table-row') this.#closeRow();
    }
    if (name === 'table') this.#depth--;
  }

  #damaged(): Refusal {
    return new Refusal('tabular.damaged', { part: content, line: this.#line + 1 });
  }

  #openCell(tag: XmlTag): void {
    if (!this.#inRow || this.#cell) throw this.#damaged();
    const type = attribute(tag, 'value-type') ?? '';
    const named = { date: 'date-value', boolean: 'boolean-value', string: 'string-value' }[type] ?? 'value';
    this.#cell = {
      type,
      value: attribute(tag, named),
      hasFormula: attribute(tag, 'formula') !== null,
      repeat: repeatOf(tag, 'number-columns-repeated'),
    };
    this.#text = '';
    this.#hasParagraph = false;
    const [wide, high] = [repeatOf(tag, 'number-columns-spanned'), repeatOf(tag, 'number-rows-spanned')];
    if (wide * high <= 1) return;
    const [left, right] = [columnLetter(this.#column), columnLetter(this.#column + wide - 1)];
    this.merges.push(`${left}${this.#line + 1}:${right}${this.#line + high}`);
  }

  #closeCell(): void {
    const cell = this.#cell!;
    const before = this.#marks.length;
    const text = this.#cellText();
    this.#cell = null;
    if (text !== '' || this.#marks.length > before) {
      if (this.#column + cell.repeat > this.#limits.columns)
        throw new Refusal('tabular.too-many-columns', {
          columns: this.#column + cell.repeat,
          most: this.#limits.columns,
        });
      while (this.#cells.length < this.#column) this.#cells.push('');
      for (let times = 0; times < cell.repeat; times++) this.#cells.push(text);
    }
    this.#column += cell.repeat;
  }

  #closeRow(): void {
    this.#inRow = false;
    if (this.#cells.length > 0) {
      if (this.#rowRepeat > this.#limits.rows) throw new Refusal('tabular.too-many-rows', { most: this.#limits.rows });
      for (let times = 1; times <= this.#rowRepeat; times++) {
        const line = this.#line + times;
        for (const { severity, column, code, facts } of this.#marks)
          this.blocks.mark(severity, line, column, code, { ...facts });
        this.blocks.row(line, this.#cells);
      }
    }
    this.#line += this.#rowRepeat;
  }

  #cellText(): string {
    const { type, value, hasFormula } = this.#cell!;
    const shown = this.#text;
    if (hasFormula) {
      if (value !== null || shown !== '') this.#mark('doubt', 'tabular.formula');
      else this.#mark('fault', 'tabular.formula-without-value');
    }
    if (errorText.test(shown)) {
      this.#mark('fault', 'tabular.error-value', { error: shown });
      return shown;
    }
    switch (type) {
      case 'float':
      case 'currency':
      case 'percentage':
        return value === null ? shown : this.#number(value, shown, type === 'percentage');
      case 'date':
        return value === null ? shown : this.#date(value);
      case 'boolean':
        return value === null ? shown : value === 'true' ? 'TRUE' : 'FALSE';
      default:
        return this.#hasParagraph || value === null ? shown : value;
    }
  }

  #number(value: string, shown: string, isPercent: boolean): string {
    const { text, fault, doubt } = numberText(value, { kind: isPercent ? 'percent' : 'plain' }, false);
    if (fault) this.#mark('fault', fault);
    if (doubt) this.#mark('doubt', doubt);
    if (fault === 'tabular.unreadable-number') return shown || text;
    const isCode =
      /^[A-Za-z]{0,6}-?\d+$/.test(shown) && shown !== text && Number(/\d+$/.exec(shown)![0]) === Number(value);
    if (!isCode) return text;
    this.#mark('doubt', 'tabular.shown-as');
    return shown;
  }

  #date(value: string): string {
    const [day, clock] = value.split('T') as [string, string?];
    if (clock === undefined || /^00:00:00(\.0+)?$/.test(clock)) return day;
    this.#mark('doubt', 'tabular.time-of-day');
    return `${day} ${clock}`;
  }

  #mark(severity: 'fault' | 'doubt', code: string, facts?: object): void {
    for (
      let column = this.#column;
      column < this.#column + Math.min(this.#cell!.repeat, this.#limits.columns);
      column++
    )
      this.#marks.push({ column, severity, code, ...(facts && { facts }) });
  }

  #hideColumns(tag: XmlTag): void {
    const repeat = repeatOf(tag, 'number-columns-repeated');
    if (attribute(tag, 'visibility') === 'collapse') {
      const last = Math.min(this.#column + repeat, this.#limits.columns);
      for (let column = this.#column; column < last; column++) this.hiddenColumns.push(columnLetter(column));
    }
    this.#column += repeat;
  }
}

/** A count of repetitions or spans; 1 where nothing or no number is said. */
function repeatOf(tag: XmlTag, name: string): number {
  const count = Number(attribute(tag, name) ?? 1);
  return Number.isSafeInteger(count) && count > 0 ? count : 1;
}
