import { canonicalJson } from '#platform/crypto/canonical-json.ts';
import type { BagSource, HashedFile } from '../bag/bag-source.ts';
import { nameClashes } from '../bag/validate-bag.ts';
import type { PackageFault } from './report.ts';

/** A package as it was found: every file with its SHA-256. */
export class FoundPackage {
  readonly #source: BagSource;
  readonly #files: Map<string, HashedFile>;

  private constructor(source: BagSource, files: HashedFile[]) {
    this.#source = source;
    this.#files = new Map(files.map((file) => [file.path, file]));
  }

  /** Looks at every file once; gives what is wrong with that which holds them. */
  static async read(source: BagSource): Promise<{ found: FoundPackage; faults: PackageFault[] }> {
    const { files, faults } = await source.look(() => ['sha256']);
    return {
      found: new FoundPackage(source, files),
      faults: [...faults, ...nameClashes(files.map(({ path }) => path))],
    };
  }

  /** The paths of all files, sorted; those below `prefix`. */
  paths(prefix = ''): string[] {
    return [...this.#files.keys()].filter((path) => path.startsWith(prefix));
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** SHA-256 in hex; null when there is no such file. */
  hashOf(path: string): string | null {
    return this.#files.get(path)?.hashes.sha256 ?? null;
  }

  /** Number and bytes of the files below `prefix`. */
  sizeOf(prefix = ''): { files: number; bytes: number } {
    const below = [...this.#files.values()].filter((file) => file.path.startsWith(prefix));
    return { files: below.length, bytes: below.reduce((sum, file) => sum + file.size, 0) };
  }

  /** The bytes of a file; null when there is none, or it is larger than any that the format has us read whole. */
  async bytesOf(path: string): Promise<Buffer | null> {
    return this.#files.has(path) ? this.#source.read(path) : null;
  }

  /** The text of a file; null when there is none or it is not UTF-8. */
  async textOf(path: string): Promise<string | null> {
    const bytes = await this.bytesOf(path);
    try {
      return bytes && new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return null;
    }
  }
}

/** A place in a text file: line from 1, offset in bytes from 0. */
export interface Place {
  line: number;
  offset: number;
}

/** Where two contents part. */
export function firstDifference(actual: Uint8Array, expected: Uint8Array): Place {
  const length = Math.min(actual.length, expected.length);
  let offset = 0;
  while (offset < length && actual[offset] === expected[offset]) offset += 1;
  return { line: actual.subarray(0, offset).filter((byte) => byte === 0x0a).length + 1, offset };
}

/** Reads JSON that must be canonical; otherwise tells where it stops being so. */
export function parseCanonical(text: string): { value: unknown } | { wrongAt: Place } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const position = Number(/position (\d+)/.exec((error as Error).message)?.[1] ?? text.length);
    return { wrongAt: firstDifference(bytesOf(text), bytesOf(text.slice(0, position))) };
  }
  const canonical = canonicalOrEmpty(value);
  return canonical === text ? { value } : { wrongAt: firstDifference(bytesOf(text), bytesOf(canonical)) };
}

/** Nothing for what JSON can say and canonical JSON cannot: a lone surrogate, a number beyond exactness, endless depth. */
function canonicalOrEmpty(value: unknown): string {
  try {
    return canonicalJson(value);
  } catch {
    return '';
  }
}

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}
