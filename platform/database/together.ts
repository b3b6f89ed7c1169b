import pg from 'pg';

/** A statement that a connection prepares when it is first sent, and knows by its name from then on. */
export interface Prepared {
  name: string;
  text: string;
}

/** A statement with its values. */
export type Call = readonly [statement: Prepared, ...values: string[]];

/** What a statement answered: its rows, each column as PostgreSQL writes it. */
export type Answer = readonly (string | null)[][];

/**
 * Sends statements in one message and waits once for all their answers. The first that fails ends the message: none after
 * it is run, and the error is thrown. The connection is then of no further use, since what it prepared is not known.
 */
export function sendTogether(client: pg.ClientBase, calls: readonly Call[]): Promise<Answer[]> {
  return new Promise((resolve, refuse) => {
    client.query(new Message(calls, resolve, refuse));
  });
}

const preparedOn = new WeakMap<pg.Connection, Set<string>>();

/** One message of the extended protocol, as the driver wants what it sends. */
class Message extends pg.Query {
  readonly #calls: readonly Call[];
  readonly #answers: (string | null)[][][] = [];
  #rows: (string | null)[][] = [];
  readonly #resolve: (answers: Answer[]) => void;
  readonly #refuse: (error: Error) => void;

  constructor(calls: readonly Call[], resolve: (answers: Answer[]) => void, refuse: (error: Error) => void) {
    super(calls.map(([{ text }]) => text).join('; '));
    this.#calls = calls;
    this.#resolve = resolve;
    this.#refuse = refuse;
  }

  override submit = (connection: pg.Connection): void => {
    const prepared = preparedOn.get(connection) ?? new Set();
    preparedOn.set(connection, prepared);
    connection.stream.cork();
    for (const [{ name, text }, ...values] of this.#calls) {
      if (!prepared.has(name)) connection.parse({ name, text, types: [] }, true);
      prepared.add(name);
      connection.bind({ statement: name, values }, true);
      connection.execute({}, true);
    }
    connection.sync();
    connection.stream.uncork();
  };

  handleRowDescription(): void {}

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    this.#rows.push(fields);
  }

  handleCommandComplete(): void {
    this.#answers.push(this.#rows);
    this.#rows = [];
  }

  handleReadyForQuery(): void {
    this.#resolve(this.#answers);
  }

  handleError(error: Error): void {
    this.#refuse(error);
  }
}
