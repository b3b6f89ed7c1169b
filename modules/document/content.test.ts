import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { workbookOf, zipOf } from '#platform/tabular/file.factory.ts';
import { disagreesWithName } from './media-type-names.ts';
import { examineContent } from './examine-content.ts';
import { headLength, mediaTypeOf } from './media-type.ts';

/** What the program finds a file to be when it arrives under this name; rejects with the refusal. */
async function typeOf(name: string, bytes: Buffer): Promise<string> {
  const mediaType = await mediaTypeOf(bytes.subarray(0, headLength), name);
  return examineContent(
    {
      size: bytes.length,
      read: async (from, to) => bytes.subarray(from, to),
      async *content() {
        yield bytes;
      },
    },
    mediaType,
  );
}

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)]);

test.each([
  ['对账单.pdf', Buffer.from('%PDF-1.7\n'), 'application/pdf'],
  ['台账.xlsx', workbookOf([['客户', '余额']]), xlsx],
  ['合同.docx', zipOf({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w/>' }), docx],
  ['发票.ofd', zipOf({ 'OFD.xml': '<ofd:OFD/>', 'Doc_0/Document.xml': '<d/>' }), 'application/ofd'],
  ['资料.zip', zipOf({ '说明.txt': '银行回单', 'a/b.pdf': '%PDF-1.7' }), 'application/zip'],
  ['旧台账.xls', ole, 'application/x-cfb'],
  ['流水.csv', Buffer.from('日期,金额\n'), 'text/csv'],
  ['说明', Buffer.from([0xd6, 0xd0, 0xce, 0xc4]), 'text/plain'],
])('the type of %s is found from its content', async (name, bytes, mediaType) => {
  expect(await typeOf(name, bytes)).toBe(mediaType);
});

test.each([
  ['a program under another name', '发票.pdf', Buffer.from('MZ\x90\x00\x03'), 'document.runs'],
  ['a workbook that says it has macros', '台账.xlsm', workbookOf([['a']]), 'document.macros'],
  [
    'a workbook with macros that does not say so',
    '台账.xlsx',
    zipOf({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<w/>', 'xl/vbaProject.bin': 'x' }),
    'document.macros',
  ],
  [
    'an old workbook with macros',
    '台账.xls',
    Buffer.concat([ole, Buffer.from('_VBA_PROJECT', 'utf16le')]),
    'document.macros',
  ],
  ['an archive with a program', '资料.zip', zipOf({ '说明.txt': 'x', '工具/打印.exe': 'MZ' }), 'document.archive-runs'],
  ['an archive with a page', '资料.zip', zipOf({ 'index.html': '<html>' }), 'document.archive-runs'],
  [
    'an archive with a program under another name',
    '资料.zip',
    zipOf({ '对账单.pdf': 'MZ\x90' }),
    'document.archive-runs',
  ],
  ['an archive in an archive', '资料.zip', zipOf({ '内.bin': zipOf({ a: 'x' }) }), 'document.archive-nested'],
  ['a PDF with a script', '表.pdf', Buffer.from('%PDF-1.7\n<</S/J#61vaScript/JS(x)>>'), 'document.pdf-runs'],
  [
    'a PDF that starts a program, said among packed objects',
    '表.pdf',
    Buffer.concat([
      Buffer.from('%PDF-1.7\n1 0 obj <</Type /ObjStm /Filter /FlateDecode>> stream\n'),
      deflateSync('7 0 <</S /Launch /F (calc.exe)>>'),
      Buffer.from('\nendstream'),
    ]),
    'document.pdf-runs',
  ],
  ['an archive of another kind', '资料.rar', Buffer.from('Rar!\x1a\x07\x01\x00'), 'document.archive-closed'],
  ['an archive without its end', '资料.zip', zipOf({ a: 'x'.repeat(500) }).subarray(0, 60), 'document.archive-damaged'],
  ['a picture with a script', '公章.txt', Buffer.from('<svg xmlns="x"><script>1</script></svg>'), 'document.runs'],
  ['nothing', '空.txt', Buffer.alloc(0), 'document.empty'],
  ['bytes of no known kind', 'x', Buffer.from([1, 0, 2, 0, 3, 0]), 'document.type-unknown'],
])('%s is refused with its reason', async (_what, name, bytes, code) => {
  await expect(typeOf(name, bytes)).rejects.toMatchObject({ code });
});

test('an archive that unpacks to a thousand times its size is refused', async () => {
  const zeros = Buffer.alloc(130 * 1024 * 1024);
  await expect(typeOf('资料.zip', zipOf({ 'zeros.bin': zeros }))).rejects.toMatchObject({ code: 'document.bursts' });
});

test('an archive that unpacks to more than it says is refused, however small it says it is', async () => {
  const bomb = zipOf({ 'zeros.bin': Buffer.alloc(40 * 1024 * 1024) }, { 'zeros.bin': { unpackedBytes: 10 } });
  await expect(typeOf('资料.zip', bomb)).rejects.toMatchObject({ code: 'document.bursts' });
  const large = randomBytes(2 * 1024 * 1024);
  const stretched = zipOf({ 'a.bin': Buffer.concat([large, large]) }, { 'a.bin': { unpackedBytes: large.length } });
  await expect(typeOf('资料.zip', stretched)).rejects.toMatchObject({ code: 'document.bursts' });
});

test('an archive that counts the same bytes again and again is refused', async () => {
  const whole = zipOf({ 'a.txt': randomBytes(2000) });
  const at = whole.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  const end = whole.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  const entry = whole.subarray(at, end);
  const tail = Buffer.from(whole.subarray(end));
  tail.writeUInt16LE(40, 8);
  tail.writeUInt16LE(40, 10);
  tail.writeUInt32LE(entry.length * 40, 12);
  const overlapping = Buffer.concat([whole.subarray(0, at), ...Array.from({ length: 40 }, () => entry), tail]);
  await expect(typeOf('资料.zip', overlapping)).rejects.toMatchObject({ code: 'document.bursts' });
});

test('an archive with a password is refused, since nobody can look into it', async () => {
  const locked = Buffer.from(zipOf({ 'a.txt': 'x' }));
  const at = locked.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  locked.writeUInt16LE(locked.readUInt16LE(at + 8) | 1, at + 8);
  await expect(typeOf('资料.zip', locked)).rejects.toMatchObject({ code: 'document.archive-closed' });
});

test('a name whose ending belongs to another kind of file is told', () => {
  const found = (name: string, mediaType: string) => disagreesWithName({ name, mediaType });
  expect(found('合同.jpg', 'application/pdf')).toBe(true);
  expect(found('流水.xlsx', 'text/csv')).toBe(true);
  expect(found('合同.PDF', 'application/pdf')).toBe(false);
  expect(found('照片.jpeg', 'image/jpeg')).toBe(false);
  expect(found('记账凭证 2026.10', 'application/pdf')).toBe(true);
  expect(found('说明', 'application/pdf')).toBe(false);
  expect(found('流水.log', 'text/plain')).toBe(false);
});
