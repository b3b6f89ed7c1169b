import { readFile } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';

/** A register as anybody could read it: by none of the product's own readers, so that the two can be compared. */
export interface PlainRegister {
  header: string[];
  rows: string[][];
}

/** Reads CSV in UTF-8, UTF-16 or GB18030, with any of four separators, or the first sheet of an XLSX. */
export async function readPlainRegister(file: string): Promise<PlainRegister> {
  const bytes = await readFile(file);
  const table = bytes.subarray(0, 2).toString('latin1') === 'PK' ? cellsOfWorkbook(bytes) : cellsOfText(textOf(bytes));
  const filled = table.filter((row) => row.some((cell) => cell.trim() !== ''));
  const widest = Math.max(...filled.map(({ length }) => length));
  const at = filled.findIndex((row) => row.filter((cell) => cell.trim() !== '').length > widest / 2);
  const [header = [], ...rows] = filled.slice(at);
  return { header: header.map((cell) => cell.trim()), rows };
}

/** Sum of a column in fen over the cells that are amounts, and how many are. */
export function plainSum(
  { header, rows }: PlainRegister,
  column: string,
  unit: number,
): { fen: bigint; amounts: number } {
  const at = header.indexOf(column);
  let fen = 0n;
  let amounts = 0;
  for (const row of rows) {
    const plain = (row[at] ?? '').normalize('NFKC').replaceAll(/[\s,'¥元]/g, '');
    const number = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(plain);
    if (!number) continue;
    const [, sign, whole, part = ''] = number;
    const value = BigInt(whole! + part.padEnd(8, '0').slice(0, 8)) * BigInt(unit);
    fen += (sign === '-' ? -value : value) / 1_000_000n;
    amounts += 1;
  }
  return { fen, amounts };
}

function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

function cellsOfText(text: string): string[][] {
  const first = text.slice(0, text.indexOf('\n') >>> 0);
  const separator = [',', ';', '\t', '|'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0]!;
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const sign = text[i]!;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[i + 1] === '"') cell += text[++i]!;
      else quoted = false;
    } else if (sign === '"' && cell === '') quoted = true;
    else if (sign === separator || sign === '\n' || sign === '\r') {
      rows.at(-1)!.push(cell);
      cell = '';
      if (sign === '\r' && text[i + 1] === '\n') i += 1;
      if (sign !== separator) rows.push([]);
    } else cell += sign;
  }
  rows.at(-1)!.push(cell);
  return rows;
}

function cellsOfWorkbook(bytes: Buffer): string[][] {
  const files = unzipped(bytes);
  const shared = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<si\b[^>]*>([\s\S]*?)<\/si>/g)].map(
    ([, item]) => textIn(item!),
  );
  const [sheet] = [...files.keys()].filter((name) => /^xl\/worksheets\/sheet\d+\.xml$/.test(name)).toSorted();
  return [...(files.get(sheet ?? '') ?? '').matchAll(/<row\b[^>]*>([\s\S]*?)<\/row>/g)].map(([, row]) => {
    const cells: string[] = [];
    for (const [, attributes, content = ''] of row!.matchAll(/<c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)) {
      const value = /<v\b[^>]*>([\s\S]*?)<\/v>/.exec(content)?.[1] ?? '';
      const at = columnOf(/r="([A-Z]+)/.exec(attributes!)?.[1] ?? '');
      cells[at] = /t="s"/.test(attributes!)
        ? (shared[Number(value)] ?? '')
        : content.includes('<is>')
          ? textIn(content)
          : unescaped(value);
    }
    return Array.from(cells, (cell) => cell ?? '');
  });
}

function unzipped(bytes: Buffer): Map<string, string> {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const files = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(start, start + size);
    files.set(
      bytes.subarray(at + 46, at + 46 + name).toString(),
      (method === 8 ? inflateRawSync(content) : content).toString(),
    );
    at += 46 + name + extra + comment;
  }
  return files;
}

function columnOf(letters: string): number {
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function textIn(xml: string): string {
  return unescaped([...xml.matchAll(/<t\b[^>]*>([\s\S]*?)<\/t>/g)].map(([, text]) => text).join(''));
}

function unescaped(xml: string): string {
  return xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
