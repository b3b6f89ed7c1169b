import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const start = join(import.meta.dirname, '../../cli/start.mjs');
const folder = mkdtempSync(join(tmpdir(), 'baton-reconcile-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files: Record<string, string | Buffer> = {
  'held.csv': '编号,名称,余额\nK1,甲,1.00\nK2,乙,2.00\n',
  'marked.csv': '\ufeff编号,名称,余额\r\nK2,乙,2\r\nK1,甲,"1.00"\r\n',
  'mac.csv': '编号,名称,余额\rK1,甲,1.00\rK2,乙,2.00\r',
  'ragged.csv': '编号,名称,余额\nK1,甲\nK2,乙,2.00,x\n',
  'header.csv': '编号,名称,余额\n',
  'empty.csv': '',
  'open.csv': '编号,名称,余额\nK1,甲,1.00\nK2,"乙,2.00\n',
  'zero.csv': '编号,名称,余额\nK1,甲\0,1.00\n',
  'mixed.csv': Buffer.concat([
    Buffer.from('编号,名称\nK1,甲\nK2,'),
    Buffer.from([0xd5, 0xc5]),
    Buffer.from('\nK3,丙\n'),
  ]),
  'odd.json': '{"余额":{"kind":"colour"}}',
  'separate.csv': '编号,名称\nK1,甲\u2028乙\n',
  'separate-too.csv': '编号,名称\nK1,甲\u2028丙\n',
};
for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
mkdirSync(join(folder, 'folder'));

function baton(args: string[], { input, language = 'zh' }: { input?: string; language?: string } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [start, 'reconcile', ...args], {
    cwd: folder,
    env: { ...process.env, LC_ALL: language },
    ...(input === undefined ? {} : { input }),
  });
  return { exit: status, output: stdout, said: stderr.toString() };
}

const lines = (output: Buffer) =>
  output
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test.each([
  ['marked.csv', 0],
  ['mac.csv', 0],
  ['ragged.csv', 1],
  ['header.csv', 1],
])('a list compared with %s ends with %i', (other, exit) => {
  const { exit: ended, output } = baton(['held.csv', other, '--key', '编号', '--format', 'jsonl']);
  expect(ended).toBe(exit);
  expect(lines(output).at(-1)).toMatchObject({ kind: 'summary', left: { rows: 2, totals: { 余额: '300' } } });
});

test.each([
  ['empty.csv', 'empty.csv: 文件里没有内容', 'empty.csv: '],
  ['open.csv', 'open.csv:3:4: ', 'open.csv:3:4: '],
  ['zero.csv', 'zero.csv:2:5: 这不是表格文件', 'zero.csv:2:5: '],
  ['mixed.csv', 'mixed.csv:3:', 'mixed.csv:3:'],
  ['folder', '读不了文件 folder(EISDIR)', 'The file folder could not be read (EISDIR)'],
  ['missing.csv', '读不了文件 missing.csv(ENOENT)', 'The file missing.csv could not be read (ENOENT)'],
])('%s ends with 2 and the reason, in both languages', (other, zh, en) => {
  for (const [language, words] of [
    ['zh', zh],
    ['en_US.UTF-8', en],
  ] as const) {
    const { exit, output, said } = baton(['held.csv', other, '--key', '编号'], { language });
    expect({ exit, output: output.toString() }).toEqual({ exit: 2, output: '' });
    expect(said).toContain(words);
    expect(said).not.toMatch(/\bat .*:\d+:\d+/);
  }
});

test.each([
  [['held.csv', 'held.csv'], '没有指定主键列'],
  [['held.csv', 'held.csv', '--key', ' , '], '没有指定主键列'],
  [['held.csv', 'held.csv', '--key', '税号'], '没有“税号”这一列'],
  [['held.csv', '--key', '编号'], '用法'],
  [['held.csv', 'held.csv', '--key', '编号', '--format', 'doc'], '用法'],
  [['-', '-', '--key', '编号'], '用法'],
  [['held.csv', 'held.csv', '--key', '编号', '--normalise', 'held.csv'], '不是 JSON 文件'],
  [['held.csv', 'held.csv', '--key', '编号', '--normalise', 'odd.json'], '“余额”的规范化方式无法识别'],
  [['held.csv', 'held.csv', '--key', '编号', '--memory', '1'], '内存上限至少为 128 MiB'],
])('what was not asked rightly ends with 2: %j', (args, words) => {
  const { exit, said } = baton(args);
  expect(exit).toBe(2);
  expect(said).toContain(words);
});

test('a key is named with blanks around it and twice, and a list comes through a pipe', () => {
  const { exit, output } = baton(['-', 'held.csv', '--key', ' 编号 ,编号', '--format', 'jsonl'], {
    input: files['marked.csv'] as string,
  });
  expect(exit).toBe(0);
  expect(lines(output).at(-1)).toMatchObject({ key: ['编号'], left: { name: '-', rows: 2 } });
});

test.skipIf(!existsSync('/dev/full'))('an output that has no room ends with 2, for nothing was told', () => {
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', `"$0" "$@" > /dev/full`, process.execPath, start, 'reconcile'].concat([
      'held.csv',
      'ragged.csv',
      '--key',
      '编号',
    ]),
    { cwd: folder, env: { ...process.env, LC_ALL: 'zh' } },
  );
  expect(status).toBe(2);
  expect(stderr.toString()).toContain('结果写不出去(ENOSPC)');
});

test('a result that was kept is sound, is made again byte for byte, and is refused with other inputs or when it was changed', () => {
  const kept = baton(['held.csv', 'ragged.csv', '--key', '编号', '--result', 'result.jsonl']);
  expect(kept.exit).toBe(1);
  const name = /SHA-256 ([0-9a-f]{64})/.exec(kept.output.toString())![1]!;
  for (const args of [[], ['held.csv', 'ragged.csv']]) {
    const { exit, output } = baton(['--verify', 'result.jsonl', ...args]);
    expect(exit).toBe(0);
    expect(output.toString()).toContain(name);
  }
  const other = baton(['--verify', 'result.jsonl', 'held.csv', 'marked.csv']);
  expect({ exit: other.exit, said: other.said }).toEqual({
    exit: 2,
    said: expect.stringContaining('marked.csv: 这不是当时核对的文件'),
  });
  writeFileSync(join(folder, 'result.jsonl'), readFileSync(join(folder, 'result.jsonl'), 'utf8').replace('"x"', '"y"'));
  const changed = baton(['--verify', 'result.jsonl', 'held.csv', 'ragged.csv']);
  expect({ exit: changed.exit, said: changed.said }).toEqual({
    exit: 2,
    said: expect.stringContaining('得到的结果不同'),
  });
});

test('a report with totals and room for signatures is written beside the differences', () => {
  const { exit } = baton(['held.csv', 'ragged.csv', '--key', '编号', '--pdf', 'report.pdf']);
  expect(exit).toBe(1);
  expect(readFileSync(join(folder, 'report.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
});

test('a cell with U+2028 is one cell in every format', () => {
  for (const format of ['table', 'jsonl', 'csv', 'xlsx'])
    expect(baton(['separate.csv', 'separate-too.csv', '--key', '编号', '--format', format]).exit, format).toBe(1);
});
