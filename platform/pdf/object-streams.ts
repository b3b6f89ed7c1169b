import { deflateSync } from 'node:zlib';

/**
 * The same PDF with its small objects packed into compressed object streams (ISO 32000-1 §7.5.7) and a cross-reference
 * stream: the tags of a long table shrink to about a tenth. Reads what typst writes, which is a single revision with a
 * classic cross-reference table, no encryption and direct stream lengths; anything else throws.
 */
export function packObjects(pdf: Uint8Array): Uint8Array {
  const source = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const { objects, trailer } = readObjects(source);

  const parts: Buffer[] = [];
  let length = 0;
  const append = (bytes: Buffer) => {
    parts.push(bytes);
    length += bytes.length;
  };
  append(source.subarray(0, headerLength(source)));

  const rows = new Map<number, [kind: 1 | 2, first: number, second: number]>();
  let nextNumber = objects.reduce((most, { number }) => Math.max(most, number), 0) + 1;
  for (const { number, bytes } of objects.filter(({ isStream }) => isStream)) {
    rows.set(number, [1, length, 0]);
    append(bytes);
  }
  for (const group of inGroups(objects.filter(({ isStream }) => !isStream))) {
    const holder = nextNumber++;
    let offset = 0;
    const index = group.map(({ number, body }, place) => {
      rows.set(number, [2, holder, place]);
      const entry = `${number} ${offset}`;
      offset += body.length + 1;
      return entry;
    });
    const head = Buffer.from(`${index.join(' ')}\n`, 'latin1');
    const packed = deflateSync(Buffer.concat([head, ...group.flatMap(({ body }) => [body, newline])]));
    rows.set(holder, [1, length, 0]);
    append(stream(holder, `/Type /ObjStm /N ${group.length} /First ${head.length} /Filter /FlateDecode`, packed));
  }

  const table = nextNumber++;
  rows.set(table, [1, length, 0]);
  const start = length;
  const cells = Buffer.alloc(nextNumber * 7);
  cells.writeUInt16BE(0xffff, 5);
  for (const [number, [kind, first, second]] of rows) {
    cells.writeUInt8(kind, number * 7);
    cells.writeUInt32BE(first, number * 7 + 1);
    cells.writeUInt16BE(second, number * 7 + 5);
  }
  const keys = `/Type /XRef /Size ${nextNumber} /W [1 4 2] ${trailer} /Filter /FlateDecode`;
  append(stream(table, keys, deflateSync(cells)));
  append(Buffer.from(`startxref\n${start}\n%%EOF\n`, 'latin1'));
  return new Uint8Array(Buffer.concat(parts, length));
}

interface PlacedObject {
  number: number;
  /** From `N 0 obj` to after `endobj`. */
  bytes: Buffer;
  /** What stands between the two. */
  body: Buffer;
  isStream: boolean;
}

const newline = Buffer.from('\n');
const objectsPerStream = 200;

function readObjects(source: Buffer): { objects: PlacedObject[]; trailer: string } {
  const tail = source.toString('latin1', source.lastIndexOf('startxref'));
  const table = Number(/^startxref\s+(\d+)\s+%%EOF\s*$/.exec(tail)?.[1]);
  const end = source.indexOf('trailer', table);
  const [, head, rows] = /^xref\s+0 (\d+)\s+([^]*)$/.exec(source.toString('latin1', table, end)) ?? [];
  const trailer = /^trailer\s*<<([^]*)>>\s*$/.exec(
    source.toString('latin1', end, source.lastIndexOf('startxref')),
  )?.[1];
  if (!rows || !trailer || /\/(Prev|Encrypt)\b/.test(trailer))
    throw new TypeError('not a PDF of a single plain revision');

  const offsets = rows
    .trim()
    .split(/\s*\n\s*/)
    .map((row) => row.split(/\s+/))
    .map(([offset, , inUse], number) => ({ number, offset: Number(offset), inUse: inUse === 'n' }));
  if (offsets.length !== Number(head)) throw new TypeError('a PDF with a short cross-reference table');
  const used = offsets.filter(({ inUse }) => inUse).sort((one, other) => one.offset - other.offset);

  const objects = used.map(({ number, offset }, i) => {
    const bytes = source.subarray(offset, used[i + 1]?.offset ?? table);
    const opening = `${number} 0 obj`;
    const close = bytes.lastIndexOf('endobj');
    if (!bytes.toString('latin1', 0, opening.length).startsWith(opening) || close < 0) {
      throw new TypeError(`a PDF whose object ${number} is not where its table says`);
    }
    const body = bytes.subarray(opening.length, close);
    return {
      number,
      bytes,
      body,
      isStream: /\bendstream\s*$/.test(body.toString('latin1', Math.max(0, body.length - 16))),
    };
  });
  return { objects, trailer: trailer.replace(/\/Size\s+\d+/, '').trim() };
}

function headerLength(source: Buffer): number {
  const [header] = /^%PDF-1\.[567]\r?\n(%[^\n]*\n)?/.exec(source.toString('latin1', 0, 64)) ?? [];
  if (!header) throw new TypeError('not a PDF of version 1.5 to 1.7');
  return header.length;
}

function* inGroups(objects: PlacedObject[]): Generator<PlacedObject[]> {
  for (let i = 0; i < objects.length; i += objectsPerStream) yield objects.slice(i, i + objectsPerStream);
}

function stream(number: number, keys: string, content: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`${number} 0 obj\n<<${keys} /Length ${content.length}>>\nstream\n`, 'latin1'),
    content,
    Buffer.from('\nendstream\nendobj\n', 'latin1'),
  ]);
}
