import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

/** How the right file differs from the left. */
export type Likeness =
  /** One row in a hundred has another balance; one in a thousand is only on one side. */
  | 'one-percent'
  /** 94 rows in a hundred have another balance. */
  | 'most'
  | 'identical'
  /** Every row has the same key, and one row in a hundred another balance. */
  | 'one-key'
  /** As one-percent; other order of columns, everything quoted, amounts with thousands, days as 2026/1/5, blanks around names. */
  | 'written-differently';

export interface RegisterFile {
  path: string;
  rows: number;
  bytes: number;
  /** SHA-256 of the file. */
  hash: string;
}

const header =
  '编号,企业名称,统一社会信用代码,纳税人类型,法定代表人,联系电话,开户行,银行账号,基本户余额,服务费,合同起始日,合同到期日';
const words = ['安', '百', '诚', '达', '恒', '嘉', '康', '隆', '明', '宁', '启', '瑞', '盛', '泰', '信', '远'];
const trades = ['信息科技', '建筑工程', '文化传播', '物流', '电子商务', '餐饮管理', '商贸', '医疗器械'];
const banks = ['招商银行上海徐汇支行', '中国工商银行上海浦东分行', '中国建设银行上海松江支行', '交通银行上海分行'];

/** 32 bits that look random, from a seed and a place (the finish of MurmurHash3). */
function mixed(seed: number, at: number): number {
  let bits = Math.imul(at ^ seed, 0xcc9e2d51) ^ Math.imul(seed + 0x9e3779b9, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A place in a shuffle of 0 … rows − 1 that is never held as a whole: four rounds of Feistel, walked until it falls inside. */
function shuffled(at: number, rows: number): number {
  const half = Math.ceil(Math.log2(Math.max(rows, 4)) / 2);
  const mask = 2 ** half - 1;
  let place = at;
  do {
    let left = Math.floor(place / 2 ** half);
    let right = place & mask;
    for (let round = 1; round <= 4; round++) [left, right] = [right, left ^ (mixed(round, right) & mask)];
    place = left * 2 ** half + right;
  } while (place >= rows);
  return place;
}

/** The cells of a row, always the same for the same number. */
function cellsOf(id: number): string[] {
  const a = mixed(1, id);
  const b = mixed(2, id);
  const c = mixed(3, id);
  const digits = (from: number, count: number) => String(from % 10 ** count).padStart(count, '0');
  const year = 2015 + (c % 11);
  return [
    `KH${digits(id, 8)}`,
    `上海${words[a & 15]}${words[(a >>> 4) & 15]}${words[(a >>> 8) & 15]}${trades[(a >>> 12) & 7]}有限公司`,
    `91310${digits(a, 9)}MA${digits(b, 2)}`,
    (b & 3) === 0 ? '一般纳税人' : '小规模纳税人',
    `${words[b & 15]}${words[(b >>> 4) & 15]}`,
    `13${digits(c, 9)}`,
    banks[(b >>> 8) & 3]!,
    `6${digits(a, 9)}${digits(b, 8)}`,
    `${b % 9_000_000}.${digits(c, 2)}`,
    `${200 + (a % 20) * 100}.00`,
    `${year}-${digits(1 + (a % 12), 2)}-${digits(1 + (b % 28), 2)}`,
    `${year + 3}-${digits(1 + (a % 12), 2)}-${digits(1 + (b % 28), 2)}`,
  ];
}

function withThousands(amount: string): string {
  return amount.replace(/\B(?=(\d{3})+\.)/g, ',');
}

function asDay(day: string): string {
  const [year, month, date] = day.split('-') as [string, string, string];
  return `${year}/${Number(month)}/${Number(date)}`;
}

const otherOrder = [3, 8, 0, 1, 2, 11, 10, 4, 5, 6, 7, 9];

/** The row as the right file has it; null where it has none. */
function rightLine(id: number, likeness: Likeness): string | null {
  const cells = cellsOf(id);
  const chance = mixed(7, id) % 1000;
  if (likeness === 'identical') return cells.join(',');
  if (likeness === 'one-key') {
    cells[0] = 'KH';
    if (chance < 10) cells[8] = `${cells[8]!.slice(0, -2)}${String((id % 97) + 1).padStart(2, '0')}`;
    return cells.join(',');
  }
  if (likeness === 'most' ? chance < 940 : chance < 10) cells[8] = `1${cells[8]}`;
  if (chance === 999) return null;
  if (chance === 998) cells[0] = `ZZ${cells[0]!.slice(2)}`;
  if (likeness !== 'written-differently') return cells.join(',');
  cells[1] = ` ${cells[1]} `;
  cells[8] = withThousands(cells[8]!);
  cells[9] = withThousands(cells[9]!);
  cells[10] = asDay(cells[10]!);
  cells[11] = asDay(cells[11]!);
  return otherOrder.map((column) => `"${cells[column]}"`).join(',');
}

function leftLine(id: number, likeness: Likeness): string {
  const cells = cellsOf(id);
  if (likeness === 'one-key') cells[0] = 'KH';
  return cells.join(',');
}

/** Writes the left file, rows in the order of their numbers. */
export function writeLeft(path: string, rows: number, likeness: Likeness): Promise<RegisterFile> {
  return writeRegister(path, header, rows, (at) => leftLine(at, likeness));
}

/** Writes the right file, shuffled unless it is identical. */
export function writeRight(path: string, rows: number, likeness: Likeness): Promise<RegisterFile> {
  const names = header.split(',');
  const head = likeness === 'written-differently' ? otherOrder.map((column) => `"${names[column]}"`).join(',') : header;
  return writeRegister(path, head, rows, (at) =>
    rightLine(likeness === 'identical' ? at : shuffled(at, rows), likeness),
  );
}

async function writeRegister(
  path: string,
  head: string,
  rows: number,
  line: (at: number) => string | null,
): Promise<RegisterFile> {
  const hash = createHash('sha256');
  const file = createWriteStream(path, { highWaterMark: 4 << 20 });
  let written = 0;
  let bytes = 0;
  let part = `${head}\n`;
  const flush = async () => {
    const block = Buffer.from(part);
    part = '';
    bytes += block.length;
    hash.update(block);
    if (!file.write(block)) await once(file, 'drain');
  };
  for (let at = 0; at < rows; at++) {
    const one = line(at);
    if (one === null) continue;
    part += `${one}\n`;
    written++;
    if (part.length > 1 << 20) await flush();
  }
  await flush();
  file.end();
  await once(file, 'finish');
  return { path, rows: written, bytes, hash: hash.digest('hex') };
}
