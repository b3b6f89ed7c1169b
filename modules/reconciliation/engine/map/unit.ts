import { narrow } from '#platform/kernel/narrow.ts';

/** The unit that a header names for its amounts where that is not the yuan: 金额(万元) is in 万元; null where there is none. */
export function unitOf(header: string): string | null {
  return /(百万|千万|[千万亿])元|\b(thousand|million)s?\b/i.exec(narrow(header))?.[0] ?? null;
}
