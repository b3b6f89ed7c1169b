/** What is known of the lines of a result without reading it: typed arrays, one place a line. */
export interface LineColumns {
  /** Places in `differenceKinds`. */
  kinds: Uint8Array;
  /** Places among the pairs of columns; `noColumn` for a line about a row. */
  columns: Uint16Array;
  /** Where the line stands in the result, in bytes. */
  offsets: Float64Array;
  lengths: Uint32Array;
  /** Right − left in fen; NaN where the line is not about an amount. */
  amounts: Float64Array;
  /** Which key the line is about. */
  keys: Uint32Array;
}

/** Where the rows of each key stand: those of key `k` are `places[starts[k]]` up to `places[starts[k + 1]]`, of `counts[k]` in all. */
export interface KeyRows {
  starts: Uint32Array;
  places: Float64Array;
  counts: Uint32Array;
}

/** The column of a line that is about a row. */
export const noColumn = 0xff_ff;

const types = { Uint8Array, Uint16Array, Uint32Array, Float64Array };
type TypeName = keyof typeof types;
type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;
type Directory = { name: string; type: TypeName; length: number }[];

/** An index with its orders, as it is read from its file. */
export interface DifferenceIndex extends LineColumns {
  left: KeyRows;
  right: KeyRows;
  /** The keys in small letters, one behind the other, each with a line feed; key `k` begins at `keyStarts[k]`. */
  keyText: Uint8Array;
  keyStarts: Uint32Array;
  /** Lines in the order of their keys, of the absolute amount (those without one last), of their columns. */
  byKey: Uint32Array;
  byAmount: Uint32Array;
  byColumn: Uint32Array;
}

/** The bytes of an index: its directory as JSON in a first line, then the columns, each on an address that eight divides. */
export function writeIndex(
  made: LineColumns & { left: KeyRows; right: KeyRows; keyTexts: readonly string[] },
): Uint8Array[] {
  const { left, right, keyTexts, ...lines } = made;
  const keyText = new Uint8Array(Buffer.from(keyTexts.map((text) => `${text.replaceAll('\n', ' ')}\n`).join('')));
  const columns: Record<string, Column> = {
    ...lines,
    ...namedRows('left', left),
    ...namedRows('right', right),
    keyText,
    keyStarts: startsOf(keyText, keyTexts.length),
    byKey: orderByKey(lines.keys, keyTexts),
    byAmount: orderByAmount(lines.amounts),
    byColumn: countingOrder(lines.columns, noColumn + 1),
  };
  const directory: Directory = Object.entries(columns).map(([name, column]) => ({
    name,
    type: column.constructor.name as TypeName,
    length: column.length,
  }));
  const head = Buffer.from(JSON.stringify(directory));
  const first = Buffer.alloc(roundUp(head.length + 1), ' ');
  first.set(head);
  first[first.length - 1] = 10;
  return [
    new Uint8Array(first),
    ...Object.values(columns).map((column) => {
      const padded = new Uint8Array(roundUp(column.byteLength));
      padded.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
      return padded;
    }),
  ];
}

/** Opens an index over the bytes of its file. */
export function openIndex(bytes: SharedArrayBuffer): DifferenceIndex {
  const all = new Uint8Array(bytes);
  const end = all.indexOf(10);
  const directory = JSON.parse(Buffer.from(all.slice(0, end)).toString()) as Directory;
  let at = end + 1;
  const columns = Object.fromEntries(
    directory.map(({ name, type, length }) => {
      const Typed = types[type] as new (buffer: ArrayBufferLike, at: number, length: number) => Column;
      const column = new Typed(bytes, at, length);
      at += roundUp(column.byteLength);
      return [name, column];
    }),
  ) as unknown as Record<string, never>;
  const rows = (side: string): KeyRows => ({
    starts: columns[`${side}Starts`]!,
    places: columns[`${side}Places`]!,
    counts: columns[`${side}Counts`]!,
  });
  return { ...(columns as unknown as DifferenceIndex), left: rows('left'), right: rows('right') };
}

function namedRows(side: string, { starts, places, counts }: KeyRows): Record<string, Column> {
  return { [`${side}Starts`]: starts, [`${side}Places`]: places, [`${side}Counts`]: counts };
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

function startsOf(text: Uint8Array, count: number): Uint32Array {
  const starts = new Uint32Array(count + 1);
  let at = 0;
  for (let key = 1; key <= count; key++) starts[key] = at = text.indexOf(10, at) + 1;
  return starts;
}

function orderByKey(keys: Uint32Array, texts: readonly string[]): Uint32Array {
  const sorted = Array.from(texts, (_, at) => at).sort((a, b) =>
    texts[a]! < texts[b]! ? -1 : texts[a]! > texts[b]! ? 1 : a - b,
  );
  const ranks = new Uint32Array(texts.length);
  for (const [rank, key] of sorted.entries()) ranks[key] = rank;
  return countingOrder(
    keys.map((key) => ranks[key]!),
    texts.length,
  );
}

/** Lines by a small number that each has; those that have the same stay in their order. */
function countingOrder(numbers: Uint32Array | Uint16Array, different: number): Uint32Array {
  const starts = new Uint32Array(different + 1);
  for (const number of numbers) starts[number + 1]!++;
  for (let number = 0; number < different; number++) starts[number + 1]! += starts[number]!;
  const order = new Uint32Array(numbers.length);
  for (const [line, number] of numbers.entries()) order[starts[number]!++] = line;
  return order;
}

function orderByAmount(amounts: Float64Array): Uint32Array {
  const size = (line: number) => (Number.isNaN(amounts[line]!) ? Infinity : Math.abs(amounts[line]!));
  return Uint32Array.from(amounts, (_, line) => line).sort((a, b) => {
    const [one, other] = [size(a), size(b)];
    return one === other ? a - b : one - other;
  });
}
