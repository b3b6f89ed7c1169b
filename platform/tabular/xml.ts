import { Refusal } from '#platform/kernel/refusal.ts';

/** What is called while an XML part is read. */
export interface XmlVisitor {
  /** The name is without its prefix. */
  open(name: string, tag: XmlTag): void;
  close?(name: string): void;
  /** Text with entities resolved and line ends as LF; several calls may make up one text. */
  text?(text: string): void;
}

/** The inside of an opening tag behind its name, valid until the next one: `xml` from `from` to `to`. */
export interface XmlTag {
  xml: string;
  from: number;
  to: number;
}

/** Reads a whole XML part; see `XmlReader`. */
export function visitXml(xml: string, part: string, visitor: XmlVisitor): void {
  const reader = new XmlReader(part, visitor);
  reader.push(xml);
  reader.end();
}

const [less, greater, slash, exclamation, question, colon] = [60, 62, 47, 33, 63, 58];
const names = new Map<string, string>();

/**
 * Reads well-formed XML piece by piece without building a tree. Document type declarations, and with them entities of a
 * file's own, are refused as `tabular.damaged` {part}, as is XML whose elements do not close.
 */
export class XmlReader {
  readonly #part: string;
  readonly #visitor: XmlVisitor;
  readonly #tag: XmlTag = { xml: '', from: 0, to: 0 };
  #rest = '';
  #isFirst = true;
  readonly #open: string[] = [];

  constructor(part: string, visitor: XmlVisitor) {
    this.#part = part;
    this.#visitor = visitor;
  }

  push(piece: string): void {
    const xml = this.#rest + piece;
    let at = 0;
    if (this.#isFirst && xml.length > 0) {
      if (xml.charCodeAt(0) === 0xfeff) at = 1;
      this.#isFirst = false;
    }
    while (at < xml.length) {
      const next = xml.charCodeAt(at) === less ? this.#markup(xml, at) : this.#text(xml, at);
      if (next === -1) break;
      at = next;
    }
    this.#rest = xml.slice(at);
    if (this.#rest.length > longestToken) throw this.#damaged();
  }

  end(): void {
    if (this.#open.length > 0 || this.#rest.trim() !== '') throw this.#damaged();
  }

  #damaged(): Refusal {
    return new Refusal('tabular.damaged', { part: this.#part });
  }

  /** The place behind the text that begins at `at`; -1 when more of it may come. */
  #text(xml: string, at: number): number {
    const end = xml.indexOf('<', at);
    if (end === -1) return -1;
    if (this.#open.length > 0) this.#visitor.text?.(resolve(xml.slice(at, end)));
    return end;
  }

  /** The place behind the tag, comment or character data that begins at `at`; -1 when more of it is to come. */
  #markup(xml: string, at: number): number {
    const next = xml.charCodeAt(at + 1);
    if (next === exclamation || next === question) return this.#special(xml, at, next);
    if (next === slash) {
      const end = xml.indexOf('>', at);
      if (end === -1) return -1;
      const name = localName(xml, at + 2, end);
      if (this.#open.pop() !== name) throw this.#damaged();
      this.#visitor.close?.(name);
      return end + 1;
    }
    let nameEnd = at + 1;
    for (; ; nameEnd++) {
      const code = xml.charCodeAt(nameEnd);
      if (code === greater || code === slash || isSpace(code)) break;
      if (nameEnd >= xml.length) return -1;
      if (code === less) throw this.#damaged();
    }
    const end = tagEnd(xml, nameEnd);
    if (end === -1) return -1;
    if (end === strayed) throw this.#damaged();
    // A tag holds no `<`, not even in a value: where one stands, quotes are amiss and would swallow what follows.
    const following = xml.indexOf('<', at + 1);
    if (nameEnd === at + 1 || (following !== -1 && following < end)) throw this.#damaged();
    const isEmpty = xml.charCodeAt(end - 1) === slash;
    const name = localName(xml, at + 1, nameEnd);
    const tag = this.#tag;
    tag.xml = xml;
    tag.from = nameEnd;
    tag.to = isEmpty ? end - 1 : end;
    this.#visitor.open(name, tag);
    if (isEmpty) this.#visitor.close?.(name);
    else this.#open.push(name);
    return end + 1;
  }

  #special(xml: string, at: number, next: number): number {
    if (xml.length - at < 9) return -1;
    const cdata = xml.startsWith('<![CDATA[', at);
    const comment = xml.startsWith('<!--', at);
    if (next === exclamation && !cdata && !comment) throw this.#damaged();
    const ending = cdata ? ']]>' : comment ? '-->' : '?>';
    const end = xml.indexOf(ending, at);
    if (end === -1) return -1;
    if (cdata) this.#visitor.text?.(xml.slice(at + 9, end));
    return end + ending.length;
  }
}

/** More than this between two `<` is no part of a workbook: a cell holds 32,767 characters. */
const longestToken = 16 << 20;

/** The value of an attribute by its name without prefix; null when it is not there. */
export function attribute({ xml, from, to }: XmlTag, name: string): string | null {
  let at = from;
  for (;;) {
    while (isSpace(xml.charCodeAt(at))) at++;
    const equals = xml.indexOf('=', at);
    if (equals === -1 || equals >= to) return null;
    let open = equals + 1;
    while (isSpace(xml.charCodeAt(open))) open++;
    const close = xml.indexOf(xml.charAt(open), open + 1);
    if (close === -1 || close >= to) return null;
    let end = equals;
    while (isSpace(xml.charCodeAt(end - 1))) end--;
    const start = end - name.length;
    if (start >= at && xml.startsWith(name, start) && (start === at || xml.charCodeAt(start - 1) === colon)) {
      return resolve(xml.slice(open + 1, close));
    }
    at = close + 1;
  }
}

/** A slash inside a tag that does not end it. */
const strayed = -2;

/** The `>` that ends a tag; one inside a quoted value does not. */
function tagEnd(xml: string, from: number): number {
  for (let at = from; at < xml.length; at++) {
    const code = xml.charCodeAt(at);
    if (code === greater) return at;
    if (code === slash && at + 1 < xml.length && xml.charCodeAt(at + 1) !== greater) return strayed;
    if (code !== 34 && code !== 39) continue;
    at = xml.indexOf(code === 34 ? '"' : "'", at + 1);
    if (at === -1) return -1;
  }
  return -1;
}

function localName(xml: string, from: number, to: number): string {
  if (to - from === 1) return xml.charAt(from);
  const written = xml.slice(from, to);
  const known = names.get(written);
  if (known !== undefined) return known;
  const name = written.trimEnd();
  const local = name.slice(name.indexOf(':') + 1);
  if (names.size < 1000) names.set(written, local);
  return local;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function resolve(text: string): string {
  const lines = text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
  if (!lines.includes('&')) return lines;
  return lines.replaceAll(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/g, (all, hex, decimal, name) => {
    if (name) return named[name as string]!;
    const code = hex ? Number.parseInt(hex as string, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : (all as string);
  });
}
