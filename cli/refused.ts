import { ORPCError } from '@orpc/client';
import { Refusal } from '#platform/kernel/refusal.ts';

/** What went otherwise than asked, for the terminal. */
export interface Outcome {
  /** A locale text with its facts, or words as they are. */
  text: { key: string; facts: Record<string, unknown> } | { plain: string };
  /** 1: it was asked and refused. 2: it could not be asked. */
  exit: 1 | 2;
}

/** Puts any error of a command into words and an exit code. What is nobody's refusal comes back as null. */
export function outcomeOf(error: unknown): Outcome | null {
  if (error instanceof Refusal) {
    const unasked = error.code.startsWith('terminal.');
    return { text: { key: `refusal.${error.code}`, facts: error.facts }, exit: unasked ? 2 : 1 };
  }
  if (error instanceof ORPCError) return ofServer(error);
  if (error instanceof TypeError && error.message === 'fetch failed')
    return { text: { key: 'refusal.terminal.not-reached', facts: {} }, exit: 2 };
  const { code, path } = error as NodeJS.ErrnoException;
  if (path !== undefined) return { text: { key: 'refusal.terminal.file', facts: { path, code } }, exit: 2 };
  return null;
}

function ofServer({ data, message, status }: ORPCError<string, unknown>): Outcome {
  const { code, facts, issues } = (data ?? {}) as {
    code?: string;
    facts?: Record<string, unknown>;
    issues?: { path?: PropertyKey[]; message: string }[];
  };
  if (code) return { text: { key: `refusal.${code}`, facts: facts ?? {} }, exit: status >= 500 ? 2 : 1 };
  if (issues)
    return {
      text: { plain: issues.map((one) => `${(one.path ?? []).map(String).join('.')}: ${one.message}`).join('\n') },
      exit: 2,
    };
  return { text: { plain: `${status} ${message}` }, exit: 2 };
}
