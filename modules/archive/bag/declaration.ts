import type { BagVersion } from './manifest.ts';

/** `bagit.txt` as we write it. */
export const declaration = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

/** What a bag declares of itself. */
export interface Declaration {
  version: BagVersion;
  /** Of every tag file but `bagit.txt` itself, which is UTF-8. */
  decoder: TextDecoder;
}

/** Reads `bagit.txt`; null when it is no declaration, or of a version or an encoding that we do not read. */
export function parseDeclaration(text: string): Declaration | null {
  const match = /^BagIt-Version: ?(0\.97|1\.0)\s*?\r?\nTag-File-Character-Encoding: ?([\w.:-]+)\s*$/i.exec(text);
  if (!match) return null;
  try {
    return { version: match[1] as BagVersion, decoder: new TextDecoder(match[2], { fatal: true }) };
  } catch {
    return null;
  }
}

/** Labels with their values, in order; a label may come more than once. */
export type BagInfo = readonly (readonly [label: string, value: string])[];

/** `bag-info.txt`, one line for each label; throws a TypeError when a label or value would break the line. */
export function formatBagInfo(info: BagInfo): string {
  return info
    .map(([label, value]) => {
      if (/[:\r\n]|^\s|\s$/.test(label) || label === '' || /[\r\n]/.test(value)) {
        throw new TypeError(`bag-info.txt cannot hold ${label}`);
      }
      return `${label}: ${value}\n`;
    })
    .join('');
}

/** Reads `bag-info.txt`, lines that go on with a blank joined; null when a line has no label. */
export function parseBagInfo(text: string): BagInfo | null {
  const unfolded = text.replaceAll(/(?:\r\n|\n|\r)[ \t]+/g, ' ');
  const rows = unfolded.split(/\r\n|\n|\r/).filter((row) => row !== '');
  const pairs = rows.map((row) => /^([^:\s][^:]*):[ \t]*(.*)$/u.exec(row));
  return pairs.every((pair) => pair !== null) ? pairs.map((pair) => [pair[1]!.trim(), pair[2]!.trim()]) : null;
}
