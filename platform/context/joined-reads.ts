import type { Database } from '#platform/database/database.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { type Credential, type Entered, causeOf, within } from './transaction.ts';

/** Reads that share a transaction at most: what comes after them does not wait for all of them. */
const most = 4;

/** A read that waits for its transaction. */
interface Waiting {
  deed: (entered: Entered) => Promise<unknown>;
  resolve: (result: never) => void;
  refuse: (error: unknown) => void;
}

/**
 * Lets reads that come up in the same moment with the same credential share one transaction: whose they are is asked once,
 * after each of them came. Never those of two credentials: what a statement sees hangs on the one that stands in its
 * transaction.
 */
export class JoinedReads {
  readonly #database: Database;
  readonly #gathering = new Map<string, Waiting[]>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Runs a read, alone or with others of its credential; throws what it throws alone. */
  read<T>(by: Credential, deed: (entered: Entered) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, refuse) => {
      const waiting: Waiting = { deed, resolve, refuse };
      const others = this.#gathering.get(by.secret);
      if (others && others.length < most) return void others.push(waiting);
      const reads = [waiting];
      this.#gathering.set(by.secret, reads);
      setImmediate(() => {
        if (this.#gathering.get(by.secret) === reads) this.#gathering.delete(by.secret);
        void this.#run(by, reads);
      });
    });
  }

  async #run(by: Credential, reads: Waiting[]): Promise<void> {
    let begun = false;
    try {
      await within(this.#database, by, 'read only', async (entered) => {
        begun = true;
        const faults = await Promise.all(reads.map((one) => this.#answer(by, one, entered, reads.length > 1)));
        for (const fault of faults) if (fault) throw fault;
      });
    } catch (error) {
      // Once begun, each read has its own answer, and the fault only undid the transaction.
      if (!begun) for (const { refuse } of reads) refuse(error);
    }
  }

  /**
   * Answers one read as soon as it is done, and gives the fault for which its transaction must be undone, if any. A read that
   * only another's fault stopped is run again by itself.
   */
  async #answer(
    by: Credential,
    { deed, resolve, refuse }: Waiting,
    entered: Entered,
    shared: boolean,
  ): Promise<unknown> {
    try {
      resolve((await deed(entered)) as never);
      return null;
    } catch (error) {
      if (shared && stoppedByAnother(error))
        within(this.#database, by, 'read only', deed).then((result) => resolve(result as never), refuse);
      else refuse(causeOf(error));
      return error instanceof Refusal ? null : error;
    }
  }
}

/** `in_failed_sql_transaction`: the statement was not looked at, because one before it had failed. */
function stoppedByAnother(error: unknown): boolean {
  return (causeOf(error) as { code?: string }).code === '25P02';
}
