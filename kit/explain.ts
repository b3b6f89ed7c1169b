import { ORPCError } from '@orpc/client';
import i18next from 'i18next';
import type { Facts } from '#platform/kernel/refusal.ts';
import type { Verdict } from '#platform/kernel/verdict.ts';
import { learnEverything } from './words.ts';

/** What went otherwise than asked, in words. */
export type Explanation = {
  /** Refused by a rule; not there; not reached; or a fault of ours. */
  kind: 'refused' | 'missing' | 'offline' | 'fault';
  text: string;
  /** Who can help, or what to do. */
  help: string;
};

type RefusalData = { code: string; facts?: Facts };
type Issue = { path?: PropertyKey[]; message: string };

function refusalOf(error: unknown): RefusalData | undefined {
  const data = error instanceof ORPCError ? error.data : error;
  return typeof (data as RefusalData | null)?.code === 'string' ? (data as RefusalData) : undefined;
}

/** A refusal may come from a module of which the page does not speak: its words are fetched before it is told. */
export async function learnWordsOf(error: unknown): Promise<void> {
  const refusal = refusalOf(error);
  if (refusal && !i18next.exists(`refusal.${refusal.code}`)) await learnEverything();
}

/** The words of a refusal by its code and facts: the locale's `refusal.<code>`. */
export function refusalText(code: string, facts: Facts = {}): string {
  return i18next.t(`refusal.${code}`, { ...facts, defaultValue: i18next.t('kit.refusal.unnamed', { code }) });
}

/** The words of a verdict that says no; nothing when it says yes. */
export function verdictText(verdict: Verdict): string | undefined {
  return verdict.allowed ? undefined : refusalText(verdict.code, verdict.facts);
}

function kindOf(status: number): Explanation['kind'] {
  if (status === 404) return 'missing';
  return status >= 500 ? 'fault' : 'refused';
}

/** Puts any error of a query or a change into words: what happened, and who or what helps. */
export function explain(error: unknown): Explanation {
  const refusal = refusalOf(error);
  const status = error instanceof ORPCError ? error.status : 0;
  if (refusal) {
    const own = `help.${refusal.code}`;
    const help = i18next.t(status === 403 ? 'kit.refusal.help' : 'kit.refusal.mend');
    return {
      kind: kindOf(status),
      text: refusalText(refusal.code, refusal.facts),
      help: i18next.exists(own) ? i18next.t(own, refusal.facts ?? {}) : help,
    };
  }
  if (status === 404)
    return { kind: 'missing', text: i18next.t('kit.missing.text'), help: i18next.t('kit.missing.help') };
  if (status === 403)
    return { kind: 'refused', text: i18next.t('kit.refusal.text'), help: i18next.t('kit.refusal.help') };
  if (status === 400)
    return {
      kind: 'refused',
      text:
        issuesOf(error)
          .map((issue) => issue.message)
          .join(' ') || i18next.t('kit.invalid.text'),
      help: i18next.t('kit.refusal.mend'),
    };
  if (status === 429 || status === 503)
    return { kind: 'fault', text: i18next.t('kit.busy.text'), help: i18next.t('kit.busy.help') };
  if (isOffline(error))
    return { kind: 'offline', text: i18next.t('kit.offline.text'), help: i18next.t('kit.offline.help') };
  return { kind: 'fault', text: i18next.t('kit.fault.text'), help: i18next.t('kit.fault.help') };
}

/** True when the server was not reached at all, so that asking again is right. */
export function isOffline(error: unknown): boolean {
  return error instanceof TypeError && /fetch|network|load failed/i.test(error.message);
}

/** What the contract says of single fields of the input, as `['contacts', 0, 'phone']` and a message. */
export function issuesOf(error: unknown): Issue[] {
  const issues = error instanceof ORPCError ? (error.data as { issues?: Issue[] } | undefined)?.issues : undefined;
  return Array.isArray(issues) ? issues : [];
}
