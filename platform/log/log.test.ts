import { DrizzleQueryError } from 'drizzle-orm';
import { DatabaseError } from 'pg';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Refusal } from '#platform/kernel/refusal.ts';
import { createLog } from './log.ts';

const canary = '金丝雀-91310000MA1FL0XX0X';

function written(write: (log: ReturnType<typeof createLog>) => void): { err: Record<string, unknown> }[] {
  const lines: string[] = [];
  write(createLog('info', { write: (line) => lines.push(line) }));
  for (const line of lines) expect(line).not.toContain(canary);
  return lines.map((line) => JSON.parse(line));
}

function databaseError(): DatabaseError {
  const error = new DatabaseError(`invalid input syntax for type integer: "${canary}"`, 1, 'error');
  return Object.assign(error, {
    code: '23505',
    constraint: 'client_code_unique',
    table: 'client',
    detail: `Key (name)=(${canary}) already exists.`,
    where: `unnamed portal parameter $1 = '${canary}'`,
  });
}

test("a database error is logged with its code, table and constraint, and without the row's values", () => {
  const query = new DrizzleQueryError('insert into client values ($1)', [canary], databaseError());
  const [line] = written((log) => log.error({ err: query }, 'not saved'));
  expect(line!.err).toMatchObject({ code: '23505', table: 'client', constraint: 'client_code_unique' });
  expect(line!.err.message).toBeUndefined();
});

test('a wrapped error is told with its causes, none of which quotes data', () => {
  const parser = z.object({ name: z.literal('known') }).safeParse({ name: canary }).error;
  const json = (() => {
    try {
      return JSON.parse(`"${canary}`);
    } catch (error) {
      return error;
    }
  })();
  const [line] = written((log) =>
    log.error({ err: new Error('import failed', { cause: new AggregateError([parser, json, databaseError()]) }) }),
  );
  expect(line!.err).toMatchObject({ message: 'import failed', cause: { errors: [{ type: 'ZodError' }, {}, {}] } });
});

test('a refusal is logged with its code and facts', () => {
  const [line] = written((log) => log.warn({ err: new Refusal('vault.sealed', { item: '1' }) }));
  expect(line!.err).toMatchObject({ code: 'vault.sealed', facts: { item: '1' } });
});

test('secrets, bodies and the search words of an address are not logged', () => {
  const [line] = written((log) =>
    log.info({
      password: canary,
      input: { body: { name: canary }, token: canary },
      req: { method: 'GET', url: `/clients?search=${canary}`, headers: { cookie: canary } },
    }),
  );
  expect(line).toMatchObject({ password: '[redacted]', req: { method: 'GET', path: '/clients' } });
});
