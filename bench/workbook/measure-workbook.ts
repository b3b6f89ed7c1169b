import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { writeXlsxStream } from 'hucre/xlsx';
import type { RatioGoal } from '../link/measure-link.ts';
import type { Told } from './told.ts';

const run = promisify(execFile);
const rows = 100_000;

/**
 * Reads a workbook of 100,000 × 8 cells, ours and exceljs in turns, whole processes; both must tell the same cells before any
 * time counts.
 */
export async function measureWorkbook({
  pairs,
  say,
}: {
  pairs: number;
  say: (text: string) => void;
}): Promise<{ goals: RatioGoal[]; lines: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'baton-workbook-'));
  try {
    const path = join(folder, 'register.xlsx');
    await makeWorkbook(path);
    const ratios: number[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      const ours = await timed('baton-reader.ts', path);
      const theirs = await timed('exceljs-reader.ts', path);
      if (ours.told.cells !== theirs.told.cells || ours.told.rows !== rows + 1)
        throw new Error('the two readers tell different cells');
      ratios.push(ours.seconds / theirs.seconds);
      say(`XLSX of ${rows} rows: ours ${ours.seconds.toFixed(2)} s, exceljs ${theirs.seconds.toFixed(2)} s`);
    }
    const ratio = Number(ratios.toSorted((a, b) => a - b)[ratios.length >> 1]!.toFixed(3));
    const name = 'XLSX of 100,000 rows: time over exceljs';
    return {
      goals: [{ name, ratio, goal: 0.5, ok: ratio <= 0.5 }],
      lines: [
        '### Reading an XLSX workbook of 100,000 rows',
        '',
        `Time of ours over exceljs in ${pairs} pairs, the same cells: ${ratios.map((one) => one.toFixed(2)).join(', ')}.`,
        '',
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timed(file: string, path: string): Promise<{ seconds: number; told: Told }> {
  const began = performance.now();
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, file), path]);
  return { seconds: (performance.now() - began) / 1000, told: JSON.parse(stdout) as Told };
}

async function makeWorkbook(path: string): Promise<void> {
  function* made() {
    for (let at = 0; at < rows; at++)
      yield [
        `KH${String(at).padStart(6, '0')}`,
        `上海第${at}贸易有限公司`,
        `91310117KGKG6N${String(at % 10_000).padStart(4, '0')}`,
        at % 2 === 0 ? '一般纳税人' : '小规模纳税人',
        String(6_159_649_174_000_000_000n + BigInt(at)),
        ((at * 7919) % 100_000_000) / 100,
        800 + (at % 7) * 100,
        at % 5 === 0 ? '老客户,优先 & <快>' : '',
      ];
  }
  const header = ['客户编号', '企业名称', '统一社会信用代码', '纳税人类型', '银行账号', '余额', '服务费', '备注'];
  const bytes = writeXlsxStream(made(), {
    name: '清册',
    inlineStrings: false,
    columns: header.map((name) => ({ header: name })),
  });
  await pipeline(Readable.from(bytes), createWriteStream(path));
}
