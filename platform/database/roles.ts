import type pg from 'pg';

/** The roles that the program logs in as; none owns a table, none bypasses row level security. */
export const loginRoles = ['baton_app', 'baton_worker', 'baton_auth', 'baton_jobs'] as const;
export type LoginRole = (typeof loginRoles)[number];

/**
 * Makes the cluster's roles where they are missing and gives the login roles this installation's passwords.
 * `baton_access` owns the functions that answer who someone is; it cannot log in.
 */
export async function makeRoles(owner: pg.Client, passwords: Record<LoginRole, string>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await putRoles(owner, passwords);
    } catch (error) {
      // Two databases of one cluster being opened at once: roles are shared, locks are not.
      if (attempt === 10 || !/concurrently|already exists|duplicate key/.test((error as Error).message)) throw error;
    }
  }
}

async function putRoles(owner: pg.Client, passwords: Record<LoginRole, string>): Promise<void> {
  const { rows } = await owner.query<{ rolname: string }>(
    `select rolname from pg_roles where rolname like 'baton\\_%'`,
  );
  const known = new Set(rows.map((row) => row.rolname));
  if (!known.has('baton_access')) await owner.query(`create role baton_access nologin noinherit`);
  await owner.query(`grant baton_access to current_user`);
  for (const role of loginRoles) {
    const verb = known.has(role) ? 'alter' : 'create';
    await owner.query(`${verb} role ${role} login noinherit password ${owner.escapeLiteral(passwords[role])}`);
  }
}
