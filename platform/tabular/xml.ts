import { Refusal } from '#platform/kernel/refusal.ts';

/** What is called while an XML part is read: names without their prefix, attributes still in one piece. */
export interface XmlVisitor {
  open(name: string, attributes: string): void;
  close?(name: string): void;
  /** Text with entities resolved and line ends as LF; several calls may make up one text. */
  text?(text: string): void;
}

/**
 * Reads well-formed XML from end to end without building a tree. Document type declarations, and with them entities of a
 * file's own, are refused as `tabular.damaged` {part}, as is XML that ends too early.
 */
export function visitXml(xml: string, part: string, visitor: XmlVisitor): void {
  const damaged = () => new Refusal('tabular.damaged', { part });
  let at = xml.charCodeAt(0) === 0xfeff ? 1 : 0;
  let depth = 0;
  while (at < xml.length) {
    const tag = xml.indexOf('<', at);
    const textEnd = tag === -1 ? xml.length : tag;
    if (textEnd > at && visitor.text && depth > 0) visitor.text(resolve(xml.slice(at, textEnd)));
    if (tag === -1) break;
    const next = xml.charCodeAt(tag + 1);
    if (next === 33 || next === 63) {
      const cdata = xml.startsWith('<![CDATA[', tag);
      const comment = xml.startsWith('<!--', tag);
      if (next === 33 && !cdata && !comment) throw damaged();
      const ending = cdata ? ']]>' : comment ? '-->' : '?>';
      const end = xml.indexOf(ending, tag);
      if (end === -1) throw damaged();
      if (cdata) visitor.text?.(xml.slice(tag + 9, end));
      at = end + ending.length;
      continue;
    }
    const end = tagEnd(xml, tag + 1);
    if (end === -1) throw damaged();
    if (next === 47) {
      depth--;
      visitor.close?.(localName(xml, tag + 2, end));
    } else {
      const empty = xml.charCodeAt(end - 1) === 47;
      const nameEnd = endOfName(xml, tag + 1, empty ? end - 1 : end);
      const name = localName(xml, tag + 1, nameEnd);
      visitor.open(name, nameEnd < end ? xml.slice(nameEnd, empty ? end - 1 : end) : '');
      if (empty) visitor.close?.(name);
      else depth++;
    }
    at = end + 1;
  }
  if (depth !== 0) throw damaged();
}

/** The value of an attribute by its name without prefix; null when it is not there. */
export function attribute(attributes: string, name: string): string | null {
  let at = 0;
  for (;;) {
    while (isSpace(attributes.charCodeAt(at))) at++;
    const equals = attributes.indexOf('=', at);
    if (equals === -1) return null;
    let open = equals + 1;
    while (isSpace(attributes.charCodeAt(open))) open++;
    const close = attributes.indexOf(attributes.charAt(open), open + 1);
    if (close === -1) return null;
    let end = equals;
    while (isSpace(attributes.charCodeAt(end - 1))) end--;
    const from = end - name.length;
    if (from >= at && attributes.startsWith(name, from) && (from === at || attributes[from - 1] === ':')) {
      return resolve(attributes.slice(open + 1, close));
    }
    at = close + 1;
  }
}

/** The `>` that ends a tag; one inside a quoted value does not. */
function tagEnd(xml: string, from: number): number {
  let end = xml.indexOf('>', from);
  while (end !== -1 && isInsideQuotes(xml, from, end)) end = xml.indexOf('>', end + 1);
  return end;
}

function isInsideQuotes(xml: string, from: number, to: number): boolean {
  let quote = 0;
  for (let at = from; at < to; at++) {
    const code = xml.charCodeAt(at);
    if (quote === 0 && (code === 34 || code === 39)) quote = code;
    else if (code === quote) quote = 0;
  }
  return quote !== 0;
}

function endOfName(xml: string, from: number, to: number): number {
  let at = from;
  while (at < to && !isSpace(xml.charCodeAt(at))) at++;
  return at;
}

function localName(xml: string, from: number, to: number): string {
  const name = xml.slice(from, to).trimEnd();
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
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
