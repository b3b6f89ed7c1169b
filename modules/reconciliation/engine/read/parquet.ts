import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  type SchemaElement,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { Refusal } from '#platform/kernel/refusal.ts';

/** What a worker gives of a Parquet file: its columns, then its rows in blocks. */
export type ParquetPart =
  | { kind: 'begin'; columns: string[]; types: string[]; rows: number; inUtc: string[] }
  | { kind: 'rows'; rows: string[][] };

const blockRows = 4096;

/**
 * Reads a Parquet file block by block. Decimals, whole numbers and times are written digit by digit, never through a float;
 * nested values as JSON; null is an empty text. Refuses `tabular.damaged` {part} when the library cannot read it or gives another number
 * of rows than the file says.
 */
export async function* readParquet(file: AsyncBuffer): AsyncGenerator<ParquetPart, void, undefined> {
  const metadata = await orDamaged('metadata', () => parquetMetadataAsync(file, { geoparquet: false }));
  const { columns, rows, inUtc } = await orDamaged('metadata', async () => contentsOf(metadata));
  const names = columns.map(({ name }) => name);
  const writers = columns.map(writerOf);
  const plain: FileMetaData = { ...metadata, schema: metadata.schema.map(withoutDecimal) };
  yield { kind: 'begin', columns: names, types: columns.map(typeName), rows, inUtc };
  let group = 0;
  for (const { num_rows: count } of metadata.row_groups) {
    const end = group + Number(count);
    for (let rowStart = group; rowStart < end; rowStart += blockRows) {
      const rowEnd = Math.min(rowStart + blockRows, end);
      const options = {
        file,
        metadata: plain,
        compressors,
        parsers,
        rowStart,
        rowEnd,
        utf8: false,
        useOffsetIndex: true,
      };
      const block = await orDamaged(`rows from ${rowStart + 1}`, async () => {
        const objects = await parquetReadObjects(options);
        return objects.map((row) => names.map((name, at) => writers[at]!(row[name])));
      });
      if (block.length !== rowEnd - rowStart)
        throw new Refusal('tabular.damaged', { part: 'rows', line: rowStart + block.length + 1 });
      yield { kind: 'rows', rows: block };
    }
    group = end;
  }
}

function contentsOf({ schema, num_rows: count, row_groups: groups }: FileMetaData) {
  const columns = topLevel(schema);
  const rows = Number(count);
  const isWhole = groups.reduce((sum, group) => sum + group.num_rows, 0n) === count;
  if (!isWhole || count < 0n || !Number.isSafeInteger(rows)) throw new Refusal('tabular.damaged', { part: 'metadata' });
  const inUtc = columns.flatMap(({ name, logical_type: type }) =>
    type?.type === 'TIMESTAMP' && type.isAdjustedToUTC ? [name] : [],
  );
  return { columns, rows, inUtc };
}

async function orDamaged<Result>(part: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('tabular.damaged', { part });
  }
}

function topLevel([root, ...elements]: SchemaElement[]): SchemaElement[] {
  const columns: SchemaElement[] = [];
  let skipped = 0;
  for (const element of elements) {
    if (skipped > 0) skipped += (element.num_children ?? 0) - 1;
    else {
      columns.push(element);
      skipped = element.num_children ?? 0;
    }
  }
  if (!root || columns.length !== root.num_children || new Set(columns.map(({ name }) => name)).size !== columns.length)
    throw new Refusal('tabular.damaged', { part: 'schema' });
  return columns;
}

function typeName({ type, converted_type: converted, logical_type: logical }: SchemaElement): string {
  return logical?.type ?? converted ?? type ?? 'group';
}

const isDecimal = ({ converted_type: converted, logical_type: logical }: SchemaElement) =>
  converted === 'DECIMAL' || logical?.type === 'DECIMAL';

/** The element as its stored whole number: the library would make a float of a decimal. */
function withoutDecimal(element: SchemaElement): SchemaElement {
  if (!isDecimal(element)) return element;
  const { converted_type: _converted, logical_type: _logical, ...stored } = element;
  return stored;
}

/** How the values of a column are written as text. */
function writerOf(element: SchemaElement): (value: unknown) => string {
  if (isDecimal(element)) {
    const { logical_type: logical } = element;
    const scale = element.scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0) ?? 0;
    return (value) => (value === null || value === undefined ? '' : decimalText(wholeNumber(value), scale));
  }
  return element.type === 'FLOAT'
    ? (value) => (typeof value === 'number' ? shortFloat(value) : plainText(value))
    : plainText;
}

function plainText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number' || typeof value === 'bigint') return Object.is(value, -0) ? '-0' : String(value);
  if (value instanceof Uint8Array) return bytesText(value);
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'bigint' ? String(inner) : inner instanceof Uint8Array ? bytesText(inner) : inner,
  );
}

/** The stored whole number of a decimal: 32 or 64 bits, or bytes in two's complement with the highest first. */
function wholeNumber(value: unknown): bigint {
  if (typeof value === 'bigint' || typeof value === 'number') return BigInt(value);
  if (!(value instanceof Uint8Array)) throw new Refusal('tabular.damaged', { part: 'decimal' });
  const unsigned = value.length === 0 ? 0n : BigInt(`0x${Buffer.from(value).toString('hex')}`);
  return BigInt.asIntN(Math.max(value.length * 8, 1), unsigned);
}

function decimalText(whole: bigint, scale: number): string {
  if (scale === 0) return String(whole);
  const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, '0');
  return `${whole < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The shortest decimal that is this number among those of 32 bits. */
function shortFloat(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  for (let digits = 1; digits < 10; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(value);
}

const strict = new TextDecoder('utf-8', { fatal: true });

function bytesText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return `0x${Buffer.from(bytes).toString('hex')}`;
  }
}

const day = (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10);

/** A time counted from 1970 in parts of a second, to its last digit, midnight as the bare day. */
function timeText(count: bigint, digits: number): string {
  const unit = 10n ** BigInt(digits);
  const part = ((count % unit) + unit) % unit;
  const seconds = (count - part) / unit;
  const text = new Date(Number(seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const rest = String(part).padStart(digits, '0').replace(/0+$/, '');
  return rest === '' ? text.replace(/ 00:00:00$/, '') : `${text}.${rest}`;
}

const parsers = {
  dateFromDays: day,
  timestampFromMilliseconds: (count: bigint) => timeText(BigInt(count), 3),
  timestampFromMicroseconds: (count: bigint) => timeText(BigInt(count), 6),
  timestampFromNanoseconds: (count: bigint) => timeText(BigInt(count), 9),
  stringFromBytes: (bytes: Uint8Array | undefined) => bytes && bytesText(bytes),
  jsonFromBytes: (bytes: Uint8Array | undefined) => bytes && bytesText(bytes),
};
