import { Refusal } from '#platform/kernel/refusal.ts';

/** A line of JSON as fields in their order; numbers digit by digit as written, null as an empty text. */
export interface JsonLine {
  fields: string[];
  texts: string[];
  /** Fields whose value is an object or an array; their text is its JSON. */
  nested: string[];
}

const blank = /[ \t\r\n]*/y;
const string = /"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const number = /(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?/y;
const literal = /true|false|null/y;

/**
 * Reads one line that is a JSON object. Refuses `source.not-json` {line, column} at the first character (from 1) that does not
 * belong, and `source.doubled-field` {line, field} when an object names a field twice.
 */
export function readJsonLine(text: string, line: number): JsonLine {
  const read: JsonLine = { fields: [], texts: [], nested: [] };
  const known = new Set<string>();
  let at = 0;
  const refuse = () => new Refusal('source.not-json', { line, column: at + 1 });
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match;
  };
  const expect = (sign: string) => {
    take(blank);
    if (text[at] !== sign) throw refuse();
    at++;
    take(blank);
  };
  expect('{');
  while (text[at] !== '}') {
    if (read.fields.length > 0) expect(',');
    const field = textOf(take(string)?.[0] ?? fail(refuse()));
    if (known.has(field)) throw new Refusal('source.doubled-field', { line, field });
    known.add(field);
    expect(':');
    read.fields.push(field);
    const sign = text[at];
    if (sign === '"') read.texts.push(textOf(take(string)?.[0] ?? fail(refuse())));
    else if (sign === '{' || sign === '[') {
      const end = endOfNested(text, at);
      const value = text.slice(at, end);
      if (!isJson(value)) throw refuse();
      read.nested.push(field);
      read.texts.push(value);
      at = end;
    } else {
      const figures = take(number);
      read.texts.push(figures ? plainNumber(figures) : wordOf(take(literal)?.[0] ?? fail(refuse())));
    }
    take(blank);
  }
  at++;
  take(blank);
  if (at < text.length) throw refuse();
  return read;
}

function fail(refusal: Refusal): never {
  throw refusal;
}

function textOf(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  // Some programs write tabs as they are, which JSON does not allow and nobody can mistake.
  return JSON.parse(quoted.replaceAll('\t', '\\t')) as string;
}

function wordOf(word: string): string {
  return word === 'null' ? '' : word;
}

/** The decimal without an exponent, which programs write for large numbers (1.23456789E7); an absurd one stays. */
function plainNumber([written, sign, whole, part = '', exponent]: RegExpExecArray): string {
  if (exponent === undefined) return written;
  const shift = Number(exponent);
  if (Math.abs(shift) > 40) return written;
  const digits = whole! + part;
  const point = whole!.length + shift;
  const before = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  const after = point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits;
  return `${sign}${before.replace(/^0+(?=\d)/, '')}${after && `.${after}`}`;
}

/** The end of the object or array that begins at `at`: where its brackets close, outside of strings. */
function endOfNested(text: string, at: number): number {
  let depth = 0;
  let isQuoted = false;
  for (let end = at; end < text.length; end++) {
    const sign = text[end];
    if (isQuoted) {
      if (sign === '\\') end++;
      else if (sign === '"') isQuoted = false;
    } else if (sign === '"') isQuoted = true;
    else if (sign === '{' || sign === '[') depth++;
    else if ((sign === '}' || sign === ']') && --depth === 0) return end + 1;
  }
  return text.length;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
