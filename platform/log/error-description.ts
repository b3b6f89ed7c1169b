import { DrizzleQueryError } from 'drizzle-orm';
import { DatabaseError } from 'pg';
import { ZodError } from 'zod';
import { Refusal } from '#platform/kernel/refusal.ts';

const deepest = 5;

/**
 * What may be told of an error in a log: its kind, code, place and causes. Texts that quote data are left out: those of
 * the database ("Key (name)=(…) exists"), of queries with their parameters, and of parsers.
 */
export function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  if (error instanceof DrizzleQueryError && error.cause && depth < deepest) {
    return { ...describeError(error.cause, depth + 1), stack: framesOf(error) };
  }
  return {
    type: error.name,
    ...factsOf(error),
    stack: framesOf(error),
    ...(error.cause instanceof Error && depth < deepest && { cause: describeError(error.cause, depth + 1) }),
    ...(error instanceof AggregateError &&
      depth < deepest && { errors: error.errors.map((each) => describeError(each, depth + 1)) }),
  };
}

function factsOf(error: Error): Record<string, unknown> {
  if (error instanceof DatabaseError) {
    const { code, severity, schema, table, column, constraint, routine } = error;
    return { type: 'DatabaseError', code, severity, schema, table, column, constraint, routine };
  }
  if (error instanceof ZodError) {
    return { issues: error.issues.map(({ code, path }) => ({ code, path: path.join('.') })) };
  }
  if (error instanceof Refusal) return { code: error.code, facts: error.facts };
  if (error instanceof SyntaxError || error instanceof DrizzleQueryError) return {};
  return { code: (error as NodeJS.ErrnoException).code, message: error.message };
}

/** The stack without its first lines, which repeat the message. */
function framesOf(error: Error): string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim());
}
