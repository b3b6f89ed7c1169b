import { block, sumOf } from './tar-header.ts';

/** What stands in an archive: a file, a folder, or something that is neither. */
export type TarKind = 'file' | 'folder' | 'link' | 'other';

export interface TarEntry {
  kind: TarKind;
  /** As it was written; `null` when it is not UTF-8. */
  path: string | null;
  size: number;
  /** Offset of the content in the archive, counted from where the reader began. */
  at: number;
}

/** Is told what is read, in its order. */
export interface TarVisitor {
  entry(entry: TarEntry): void;
  /** The next piece of the content of the present entry. */
  data(bytes: Buffer): void;
  /** The content of the present entry is complete. */
  done(): void;
}

/** The bytes are no tar archive from `offset` on. */
export class NoTar extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super(`no tar archive from byte ${offset} on`);
    this.offset = offset;
  }
}

const metadataLimit = 1024 * 1024;

/**
 * Reads a tar archive (ustar, pax, GNU long names) of anybody in pieces of any size: `push` each, then `end`. Nothing is
 * written anywhere; memory does not grow with the archive.
 */
export class TarReader {
  readonly #visitor: TarVisitor;
  #pending: Buffer = Buffer.alloc(0);
  #offset = 0;
  #left = 0;
  #padding = 0;
  #state: 'header' | 'metadata' | 'content' | 'padding' | 'ended' = 'header';
  #metadata: { kind: 'pax' | 'name' | 'ignored'; parts: Buffer[] } = { kind: 'ignored', parts: [] };
  #longName: Buffer | null = null;
  #pax = new Map<string, Buffer>();

  constructor(visitor: TarVisitor) {
    this.#visitor = visitor;
  }

  /** Throws `NoTar`. */
  push(bytes: Buffer): void {
    let rest = this.#pending.length > 0 ? Buffer.concat([this.#pending, bytes]) : bytes;
    this.#pending = Buffer.alloc(0);
    while (rest.length > 0) {
      const used = this.#step(rest);
      if (used === 0) {
        this.#pending = Buffer.from(rest);
        return;
      }
      this.#offset += used;
      rest = rest.subarray(used);
    }
  }

  /** Says that no more comes; throws `NoTar` when something was to come. */
  end(): void {
    const between = this.#state === 'header' && this.#pending.length === 0 && this.#longName === null;
    if (this.#state !== 'ended' && !(between && this.#pax.size === 0)) throw new NoTar(this.#offset);
  }

  /** True when the end of the archive itself was read. */
  get ended(): boolean {
    return this.#state === 'ended';
  }

  #step(rest: Buffer): number {
    switch (this.#state) {
      case 'header':
        return this.#header(rest);
      case 'metadata':
      case 'content':
        return this.#content(rest);
      case 'padding': {
        const used = Math.min(rest.length, this.#left);
        this.#left -= used;
        if (this.#left === 0) this.#state = 'header';
        return used;
      }
      case 'ended':
        if (rest.some((byte) => byte !== 0)) throw new NoTar(this.#offset);
        return rest.length;
    }
  }

  #header(rest: Buffer): number {
    if (rest.length < block) return 0;
    const head = rest.subarray(0, block);
    if (head.every((byte) => byte === 0)) {
      this.#state = 'ended';
      return block;
    }
    if (octal(head, 148, 8) !== sumOf(head)) throw new NoTar(this.#offset);
    const type = String.fromCharCode(head[156]!);
    const size = numberIn(head, 124, 12);
    if (size === null) throw new NoTar(this.#offset);
    if ('xgLK'.includes(type)) {
      if (size > metadataLimit) throw new NoTar(this.#offset);
      this.#metadata = { kind: type === 'x' ? 'pax' : type === 'L' ? 'name' : 'ignored', parts: [] };
      this.#expect(size, 'metadata');
    } else this.#entry(head, type, size);
    return block;
  }

  #entry(head: Buffer, type: string, stated: number): void {
    const paxSize = this.#pax.get('size');
    const own = paxSize === undefined ? stated : Number(paxSize.toString('latin1'));
    if (!Number.isSafeInteger(own) || own < 0) throw new NoTar(this.#offset);
    const name = this.#pax.get('path') ?? this.#longName ?? ustarName(head);
    const kind =
      type === '0' || type === '\0' || type === '7'
        ? 'file'
        : type === '5'
          ? 'folder'
          : '12'.includes(type)
            ? 'link'
            : 'other';
    // Links and folders have no content, whatever their header says.
    const size = kind === 'folder' || kind === 'link' ? 0 : own;
    this.#pax = new Map();
    this.#longName = null;
    this.#visitor.entry({ kind, path: textOf(name), size, at: this.#offset + block });
    this.#expect(size, 'content');
    if (size === 0) this.#complete();
  }

  #expect(size: number, state: 'metadata' | 'content'): void {
    this.#state = state;
    this.#left = size;
    this.#padding = (block - (size % block)) % block;
    if (size === 0 && state === 'metadata') this.#complete();
  }

  #content(rest: Buffer): number {
    const part = rest.subarray(0, this.#left);
    if (this.#state === 'content') this.#visitor.data(part);
    else this.#metadata.parts.push(Buffer.from(part));
    this.#left -= part.length;
    if (this.#left === 0) this.#complete();
    return part.length;
  }

  #complete(): void {
    if (this.#state === 'content') this.#visitor.done();
    else this.#takeMetadata();
    this.#left = this.#padding;
    this.#state = this.#left === 0 ? 'header' : 'padding';
  }

  #takeMetadata(): void {
    const bytes = Buffer.concat(this.#metadata.parts);
    if (this.#metadata.kind === 'name') this.#longName = untilZero(bytes);
    else if (this.#metadata.kind === 'pax') this.#pax = paxRecords(bytes) ?? fail(this.#offset);
  }
}

function fail(offset: number): never {
  throw new NoTar(offset);
}

function paxRecords(bytes: Buffer): Map<string, Buffer> | null {
  const records = new Map<string, Buffer>();
  for (let at = 0; at < bytes.length;) {
    const blank = bytes.indexOf(0x20, at);
    const length = blank === -1 ? 0 : Number(bytes.toString('latin1', at, blank));
    const equals = bytes.indexOf(0x3d, blank);
    const end = at + length;
    if (!Number.isInteger(length) || length < 5 || end > bytes.length || bytes[end - 1] !== 0x0a) return null;
    if (equals === -1 || equals >= end) return null;
    records.set(bytes.toString('latin1', blank + 1, equals), bytes.subarray(equals + 1, end - 1));
    at = end;
  }
  return records;
}

function ustarName(head: Buffer): Buffer {
  const name = untilZero(head.subarray(0, 100));
  const isPosix = head.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isPosix ? untilZero(head.subarray(345, 500)) : Buffer.alloc(0);
  return prefix.length > 0 ? Buffer.concat([prefix, Buffer.from('/'), name]) : name;
}

function untilZero(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return end === -1 ? bytes : bytes.subarray(0, end);
}

function textOf(name: Buffer): string | null {
  const text = name.toString('utf8');
  return Buffer.from(text, 'utf8').equals(name) ? text : null;
}

/** Octal digits, or GNU's base 256 for what they cannot say. */
function numberIn(head: Buffer, at: number, length: number): number | null {
  if ((head[at]! & 0x80) === 0) return octal(head, at, length);
  const value = head.subarray(at + 1, at + length).reduce((sum, byte) => sum * 256 + byte, head[at]! & 0x3f);
  return Number.isSafeInteger(value) ? value : null;
}

function octal(head: Buffer, at: number, length: number): number | null {
  const text = untilZero(head.subarray(at, at + length))
    .toString('latin1')
    .trim();
  return /^[0-7]*$/.test(text) ? Number.parseInt(text || '0', 8) : null;
}
