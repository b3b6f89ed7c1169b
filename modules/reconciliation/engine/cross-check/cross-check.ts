import { compareCells, normalise } from '../normalise/normalise.ts';
import type { Normaliser } from '../normalise/normaliser.ts';

/** What one source says of a field: the bank by its statement, the registry by its page, the client by phone, the books. */
export interface Testimony {
  source: string;
  /** How it was learned, such as 对账单, 电话 or 上门; two sources heard over one channel are not independent. */
  channel: string;
  /** As written; null where the source was asked and said nothing. */
  value: string | null;
}

/** The playbook's rule for a field. */
export interface AgreementRule {
  /** So many sources must say the same. */
  least: number;
  /** So many different channels must be among them. */
  leastChannels?: number;
  /** Sources without which there is no agreement, such as the bank for a balance. */
  needed?: readonly string[];
  by: Normaliser;
}

/** What the sources say side by side, and whether that is agreement. */
export interface CrossCheck {
  /** Values that are the same by the normaliser, the one with most sources first, then in the order of the testimonies. */
  groups: { value: string; sources: string[]; channels: string[]; isWrittenAlike: boolean }[];
  silent: string[];
  verdict: CrossCheckVerdict;
}

export type CrossCheckVerdict =
  | { kind: 'agreed'; value: string }
  /** Enough say the same, and others contradict them: a person decides. */
  | { kind: 'contradicted'; value: string; by: string[] }
  | { kind: 'too-few'; have: number; least: number }
  | { kind: 'too-few-channels'; have: number; least: number }
  | { kind: 'needed-missing'; sources: string[] }
  /** Two values have as many sources each. */
  | { kind: 'split'; values: string[] };

/**
 * Lays the testimonies of several sources on one field side by side and judges them by the playbook's rule. Amounts within the
 * tolerance of the first testimony of a group belong to it. Nothing is decided where sources contradict each other.
 */
export function crossCheck(testimonies: readonly Testimony[], rule: AgreementRule): CrossCheck {
  const groups: Group[] = [];
  const silent: string[] = [];
  for (const testimony of testimonies) {
    const { value, source } = testimony;
    if (value === null || normalise(value, rule.by).text === '') {
      silent.push(source);
      continue;
    }
    const group = groups.find(({ first }) => compareCells(first, value, rule.by) !== 'changed');
    if (group) group.testimonies.push({ ...testimony, value });
    else groups.push({ first: value, testimonies: [{ ...testimony, value }] });
  }
  groups.sort((a, b) => sourcesOf(b).length - sourcesOf(a).length);
  return {
    groups: groups.map((group) => ({
      value: group.first,
      sources: sourcesOf(group),
      channels: channelsOf(group),
      isWrittenAlike: group.testimonies.every(({ value }) => value === group.first),
    })),
    silent,
    verdict: verdictOn(groups, rule),
  };
}

interface Group {
  first: string;
  testimonies: (Testimony & { value: string })[];
}

function sourcesOf({ testimonies }: Group): string[] {
  return [...new Set(testimonies.map(({ source }) => source))];
}

function channelsOf({ testimonies }: Group): string[] {
  return [...new Set(testimonies.map(({ channel }) => channel))];
}

function verdictOn(
  [first, ...others]: Group[],
  { least, leastChannels = 1, needed = [] }: AgreementRule,
): CrossCheckVerdict {
  if (!first) return { kind: 'too-few', have: 0, least };
  const sources = sourcesOf(first);
  const equal = others.filter((other) => sourcesOf(other).length === sources.length);
  if (equal.length > 0) return { kind: 'split', values: [first, ...equal].map((group) => group.first) };
  if (sources.length < least) return { kind: 'too-few', have: sources.length, least };
  const channels = channelsOf(first).length;
  if (channels < leastChannels) return { kind: 'too-few-channels', have: channels, least: leastChannels };
  const missing = needed.filter((source) => !sources.includes(source));
  if (missing.length > 0) return { kind: 'needed-missing', sources: missing };
  const against = [...new Set(others.flatMap(sourcesOf))];
  if (against.length > 0) return { kind: 'contradicted', value: first.first, by: against };
  return { kind: 'agreed', value: first.first };
}
