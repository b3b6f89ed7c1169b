import { type Facts, Refusal } from './refusal.ts';

/**
 * What a policy answers: yes, or no with a code and its facts. Policies are pure and run in the browser too, so that a
 * greyed button says the same words as the refusal of the server.
 */
export type Verdict = { allowed: true } | { allowed: false; code: string; facts: Facts };

export const yes: Verdict = { allowed: true };

/** A refusing verdict; `code` has its text in the locale under `refusal.<code>`. */
export function no(code: string, facts: Facts = {}): Verdict {
  return { allowed: false, code, facts };
}

/** The first refusal among the verdicts, or yes. */
export function all(...verdicts: Verdict[]): Verdict {
  return verdicts.find((verdict) => !verdict.allowed) ?? yes;
}

/** Yes when the condition holds, otherwise the refusal. */
export function when(condition: boolean, code: string, facts: Facts = {}): Verdict {
  return condition ? yes : no(code, facts);
}

/** Throws the verdict's refusal with status `forbidden`; the first line of an operation. */
export function allow(verdict: Verdict): void {
  if (!verdict.allowed) throw new Refusal(verdict.code, verdict.facts, 'forbidden');
}
