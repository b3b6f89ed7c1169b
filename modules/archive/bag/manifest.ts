/** What a manifest says of one file; `line` from 1. */
export interface ManifestLine {
  line: number;
  /** Lower case. */
  hash: string;
  /** Decoded: as the file is called. */
  path: string;
}

/**
 * A manifest as `sha256sum` writes it: hash in lower case, two spaces, path, newline; sorted by path, so that the same
 * files always give the same bytes.
 */
export function formatManifest(hashes: Iterable<readonly [path: string, hash: string]>): string {
  return [...hashes]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, hash]) => `${hash.toLowerCase()}  ${encodePath(path)}\n`)
    .join('');
}

/**
 * Reads a manifest of any writer: hash in either case, blanks or tabs, an optional `*`, any line ending. Lines that have
 * not this form are told by their numbers.
 */
export function parseManifest(text: string, version: BagVersion): { lines: ManifestLine[]; malformed: number[] } {
  const lines: ManifestLine[] = [];
  const malformed: number[] = [];
  for (const [index, row] of text.split(/\r\n|\n|\r/).entries()) {
    if (row === '') continue;
    const match = /^([0-9A-Fa-f]+)[ \t]+\*?(.+)$/u.exec(row);
    if (!match) malformed.push(index + 1);
    else lines.push({ line: index + 1, hash: match[1]!.toLowerCase(), path: decodePath(match[2]!, version) });
  }
  return { lines, malformed };
}

export type BagVersion = '0.97' | '1.0';

/** RFC 8493 §2.1.3: line feed, carriage return and the percent sign, and only those. */
export function encodePath(path: string): string {
  return path.replaceAll('%', '%25').replaceAll('\n', '%0A').replaceAll('\r', '%0D');
}

/** Version 0.97 encoded line ends but not the percent sign itself. A leading `./` is dropped, as `sha256sum` may write it. */
export function decodePath(text: string, version: BagVersion): string {
  const ends = text.replace(/^\.\//, '').replaceAll(/%0A/gi, '\n').replaceAll(/%0D/gi, '\r');
  return version === '1.0' ? ends.replaceAll('%25', '%') : ends;
}
