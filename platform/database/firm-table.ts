import { type SQL, sql } from 'drizzle-orm';
import { pgPolicy, pgRole, snakeCase } from 'drizzle-orm/pg-core';

/** The role of requests: under row level security, may never update or delete what is append-only. */
export const appRole = pgRole('baton_app').existing();
/** The role of jobs: sees one firm at a time, the one it was started for. */
export const workerRole = pgRole('baton_worker').existing();
/** The role whose definer functions answer "who is this, what may they see"; reads only what those questions need. */
export const accessRole = pgRole('baton_access').existing();

/** The firm of the present session or job, asked once a statement. */
export const presentFirm = sql`(select access.firm())`;
/** The person of the present session; null when the session ended, was revoked, or the person is suspended. */
export const presentPerson = sql`(select access.person())`;

/**
 * Holds when the present person may see the client named by the column. PostgreSQL asks it row by row, or makes one list for
 * the statement, whichever is less work.
 */
export function seesClient(column: unknown): SQL {
  return sql`exists (select from access.seen s where s.client_id = ${column})`;
}

/**
 * The same for tables whose rows are read and written by the thousand: one list for a whole statement instead of a question
 * for each row.
 */
export function seesAmong(column: unknown): SQL {
  const owned = sql`select c.id from client c where c.firm_id = ${presentFirm} and c.owner_id = ${presentPerson}`;
  return sql`(${column} in (select access.granted()) or ${column} in (${owned}))`;
}

/** Holds when the present person sees the handover named by the column: a party of it, a manager or an auditor. Asked once a statement. */
export function inHandover(column: unknown): SQL {
  return sql`(${hasRole('manager', 'auditor', 'administrator')} or ${column} in (select access.my_handovers()))`;
}

/** Holds when the present person carries the handover on: a party of it, or a manager. Auditors look and change nothing. */
export function runsHandover(column: unknown): SQL {
  return sql`(${hasRole('manager')} or ${column} in (select access.my_handovers()))`;
}

/** Holds when the present person is a checker who inspects lines of the handover, or may take that on: never one of its parties. */
export function inspectsHandover(column: unknown): SQL {
  return sql`${column} in (select access.inspected_handovers())`;
}

/** The policy that hides from a checker what was found of a line before they have found it out themselves. */
export function blindPolicy(name: string, column: unknown) {
  return pgPolicy(`${name}_blind`, {
    as: 'restrictive',
    for: 'select',
    to: appRole,
    using: sql`${column} is null or ${column} not in (select access.blind_items())`,
  });
}

/** Holds when the present person has one of the roles. */
export function hasRole(...roles: string[]): SQL {
  return sql`(select access.has_role(${sql.raw(roles.map((role) => `'${role}'`).join(', '))}))`;
}

/**
 * The policies that every table of the modules carries: nobody sees another firm; within the firm the application's
 * role sees and writes what `reads` and `writes` say (default: the whole firm; `writes` defaults to `reads`); a job sees
 * its firm. `answers` opens the table to the definer functions of the schema `access`.
 */
export function firmPolicies(
  name: string,
  firmId: unknown,
  walls: { reads?: SQL; writes?: SQL; answers?: boolean } = {},
) {
  const ours = sql`${firmId} = ${presentFirm}`;
  const reads = walls.reads ? sql`${ours} and (${walls.reads})` : ours;
  const writes = walls.writes ? sql`${ours} and (${walls.writes})` : reads;
  return [
    pgPolicy(`${name}_read`, { for: 'select', to: appRole, using: reads }),
    pgPolicy(`${name}_insert`, { for: 'insert', to: appRole, withCheck: writes }),
    pgPolicy(`${name}_update`, { for: 'update', to: appRole, using: writes, withCheck: writes }),
    pgPolicy(`${name}_delete`, { for: 'delete', to: appRole, using: writes }),
    pgPolicy(`${name}_job`, { for: 'all', to: workerRole, using: ours, withCheck: ours }),
    ...(walls.answers ? [pgPolicy(`${name}_answer`, { for: 'select', to: accessRole, using: sql`true` })] : []),
  ];
}

/** A table of a module; give it `firmPolicies` among its extras. Names are snake case in the database. */
export const firmTable = snakeCase.table;
