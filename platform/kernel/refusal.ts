/**
 * A refusal that a person can act on: a code with its facts. The words stand in one place, the locale texts
 * `refusal.<code>`; pages, the API and the command line all speak them from there.
 *
 * Facts hold identifiers, counts and field names only, never a value of client data: they go to logs and to the journal.
 */
export class Refusal extends Error {
  readonly code: string;
  readonly facts: Facts;
  readonly status: RefusalStatus;

  constructor(code: string, facts: Facts = {}, status: RefusalStatus = 'invalid') {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.facts = facts;
    this.status = status;
  }
}

/** JSON facts of a refusal or of a journal entry. */
export type Facts = Record<string, unknown>;

/** What kind of refusal it is: bad input, not signed in, not allowed, not there (or not yours to see), or too late. */
export type RefusalStatus =
  | 'invalid'
  | 'signed-out'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'too-many'
  | 'unavailable';

/** `Refusal` with status `not-found`, for a thing that does not exist or that the actor may not know to exist. */
export function notFound(what: string, facts: Facts = {}): Refusal {
  return new Refusal(`${what}.not-found`, facts, 'not-found');
}
