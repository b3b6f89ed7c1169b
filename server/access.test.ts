import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { type House, type Someone, useHouse } from '#testing/house.ts';
import { type JsonSchema, sampleInput } from '#testing/sample-input.ts';

const house = useHouse();

/** Who knocks: nobody signed in; an accountant without any grant; the others by their role, without any grant. */
const knockers = ['nobody', 'accountant', 'manager', 'auditor', 'administrator'] as const;
type Knocker = (typeof knockers)[number];

interface Operation {
  id: string;
  method: string;
  path: string;
  input: { body?: JsonSchema; parameters: { name: string; in: string; required?: boolean; schema: JsonSchema }[] };
}

/** The table of docs/security.md: operation → who comes past the door with input about things that are not theirs. */
async function accessTable(): Promise<Map<string, Set<Knocker>>> {
  const page = await readFile(new URL('../docs/security.md', import.meta.url), 'utf8');
  const rows = page.matchAll(/^\| `([a-zA-Z]+\.[a-zA-Z]+)` \|((?:[^|\n]*\|){5})/gm);
  return new Map(
    [...rows].map(([, id, cells]) => [id!, new Set(knockers.filter((_, i) => cells!.split('|')[i]!.includes('✔')))]),
  );
}

async function operations({ server }: House): Promise<Operation[]> {
  const { paths } = (await server.inject('/api/v1/openapi.json')).json() as {
    paths: Record<string, Record<string, never>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const {
        operationId,
        parameters = [],
        requestBody,
      } = operation as {
        operationId: string;
        parameters?: Operation['input']['parameters'];
        requestBody?: { content: Record<string, { schema: JsonSchema }> };
      };
      const body = requestBody?.content['application/json']?.schema;
      return { id: operationId, method: method.toUpperCase(), path, input: { parameters, ...(body ? { body } : {}) } };
    }),
  );
}

const aFile = {
  headers: { 'content-type': 'multipart/form-data; boundary=knock' },
  payload:
    '--knock\r\ncontent-disposition: form-data; name="file"; filename="register.csv"\r\ncontent-type: text/csv\r\n\r\na,b\n1,2\n\r\n--knock--\r\n',
};

/** Knocks with a sample of the operation's input; true when neither sign-in nor policy nor row policy turned the knocker away. */
async function comesIn(
  { server }: House,
  { method, path, input }: Operation,
  who: Someone | null,
): Promise<{ inside: boolean; status: number }> {
  const sample = ({ schema }: { schema: JsonSchema }) => encodeURIComponent(String(sampleInput(schema)));
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    sample(
      input.parameters.find((parameter) => parameter.name === name) ?? { schema: { type: 'string', format: 'uuid' } },
    ),
  );
  const query = input.parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map((parameter) => `${parameter.name}=${sample(parameter)}`);
  const knock = (payload: { payload?: object | string; headers?: Record<string, string> }) =>
    server.inject({
      method: method as 'GET',
      url: `/api/v1${url}${query.length > 0 ? `?${query.join('&')}` : ''}`,
      headers: { ...(who ? { authorization: `Bearer ${who.token}` } : {}), ...payload.headers },
      ...(payload.payload ? { payload: payload.payload } : {}),
    });
  const { body } = input;
  const takesFile = Object.values(body?.properties ?? {}).some(({ contentMediaType }) => contentMediaType);
  let answer = await knock(takesFile ? aFile : body ? { payload: sampleInput(body) as object } : {});
  if (answer.statusCode === 400 && body && !takesFile)
    answer = await knock({ payload: sampleInput(body, true) as object });
  expect(
    answer.statusCode,
    `${method} ${path}: the sample is malformed or the operation failed: ${answer.body.slice(0, 300)}`,
  ).not.toBeOneOf([400, 500]);
  return { inside: ![401, 403, 404].includes(answer.statusCode), status: answer.statusCode };
}

test('every operation has a row in docs/security.md, and every row an operation', async () => {
  const ids = (await operations(house())).map(({ id }) => id);
  expect([...(await accessTable()).keys()].toSorted()).toEqual(ids.toSorted());
});

test('who comes past the door of an operation is who docs/security.md says, for each operation and each role', async () => {
  const table = await accessTable();
  const { hire } = house();
  const people: Record<Knocker, Someone | null> = {
    nobody: null,
    accountant: await hire('陌生人'),
    manager: await hire('主管', { roles: ['manager'], positions: [] }),
    auditor: await hire('审计', { roles: ['auditor'], positions: [] }),
    administrator: await hire('管理员', { roles: ['administrator'], positions: [] }),
  };
  const differing: string[] = [];
  for (const operation of await operations(house())) {
    for (const knocker of knockers) {
      const { inside, status } = await comesIn(house(), operation, people[knocker]);
      if (inside !== (table.get(operation.id)?.has(knocker) ?? false))
        differing.push(`${operation.id} ${knocker}: ${status}`);
    }
  }
  expect(differing).toEqual([]);
}, 120_000);

test('numbers and flags in the query of a REST request are understood', async () => {
  const { server, founder } = house();
  const answer = await server.inject({
    url: '/api/v1/clients?contractEnded=true&limit=5',
    headers: { authorization: `Bearer ${founder.token}` },
  });
  expect(answer.statusCode, answer.body).toBe(200);
});

describe('the second wall', () => {
  const asOwner = async <T extends pg.QueryResultRow>(statement: string): Promise<T[]> => {
    const client = new pg.Client(house().owner);
    await client.connect();
    try {
      return (await client.query<T>(statement)).rows;
    } finally {
      await client.end();
    }
  };

  test('every table of the modules carries the firm, forces row level security, and has a policy for requests and for jobs', async () => {
    const faults = await asOwner<{ name: string }>(`
      select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and (
        not c.relforcerowsecurity or not c.relrowsecurity
        or (c.relname <> 'firm' and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'firm_id' and a.attnotnull))
        or not exists (select from pg_policy p where p.polrelid = c.oid and 'baton_app'::regrole = any (p.polroles))
        or not exists (select from pg_policy p where p.polrelid = c.oid and 'baton_worker'::regrole = any (p.polroles)))`);
    expect(faults).toEqual([]);
  });

  test('the application sees no row of any table without a credential, and a job none without a firm', async () => {
    const tables = await asOwner<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    );
    for (const { name } of tables) {
      for (const pool of [house().ground.database.app, house().ground.database.worker]) {
        // A table that is closed to a role altogether says so by 42501.
        const seen = await pool.query<{ n: number }>(`select count(*)::int as n from public.${name}`).then(
          ({ rows }) => rows[0]!.n,
          ({ code }: { code: string }) => code,
        );
        expect([0, '42501'], name).toContain(seen);
      }
    }
  });

  test('no role of the program is a superuser, bypasses row level security, or owns a table', async () => {
    expect(
      await asOwner(`select rolname from pg_roles where rolname like 'baton\\_%' and (rolsuper or rolbypassrls)`),
    ).toEqual([]);
    expect(
      await asOwner(`select tablename from pg_tables where schemaname = 'public' and tableowner like 'baton\\_%'`),
    ).toEqual([]);
  });

  test('sign-in records are closed to requests and jobs; the queue holds ids only and is the one other schema', async () => {
    const { app, worker } = house().ground.database;
    for (const pool of [app, worker])
      await expect(pool.query('select * from auth.session')).rejects.toMatchObject({ code: '42501' });
    const schemas = await asOwner<{ name: string }>(
      `select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema)' order by 1`,
    );
    expect(schemas.map(({ name }) => name)).toEqual(['access', 'auth', 'drizzle', 'jobs', 'public']);
  });

  test('knowing the id of another person is worth nothing: the person comes from the credential', async () => {
    const { founder, ground } = house();
    const stranger = await house().hire('另一人');
    const client = await ground.database.app.connect();
    try {
      await client.query(`begin; select set_config('baton.credential', ${client.escapeLiteral(stranger.token)}, true)`);
      await client.query(`select set_config('baton.person', $1, true), set_config('app.person', $1, true)`, [
        founder.id,
      ]);
      expect((await client.query('select access.person() as who')).rows).toEqual([{ who: stranger.id }]);
      await client.query('rollback');
    } finally {
      client.release();
    }
  });
});
