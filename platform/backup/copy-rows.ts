import type pg from 'pg';

/** What pg calls back while a query of ours runs; none of it is in its public types. */
interface Connection {
  query(text: string): void;
  sendCopyFromChunk(bytes: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
  stream: NodeJS.ReadWriteStream & { writableLength: number };
}

/**
 * `COPY … TO STDOUT`: each row as PostgreSQL writes it, a line with its end, to `row`; the bytes are good until it returns. Where it
 * returns a promise PostgreSQL is kept waiting for it; some rows that were on their way still come.
 * Gives how many rows there were.
 */
export function copyOut(
  client: pg.Client,
  statement: string,
  row: (line: Buffer) => Promise<void> | undefined,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0;
    let failure: { error: unknown } | null = null;
    let waiting = false;
    let stream: Connection['stream'];
    const fail = (error: unknown) => void (failure ??= { error });
    const wait = (until: Promise<void>) => {
      if (waiting) return void until.catch(fail);
      waiting = true;
      stream.pause();
      void until.catch(fail).finally(() => {
        waiting = false;
        stream.resume();
      });
    };
    client.query({
      submit(connection: Connection) {
        ({ stream } = connection);
        connection.query(statement);
      },
      handleCopyData({ chunk }: { chunk: Buffer }) {
        if (failure) return;
        try {
          const until = row(chunk);
          if (until) wait(until);
          rows += 1;
        } catch (error) {
          fail(error);
        }
      },
      handleCommandComplete() {},
      handleError: reject,
      handleReadyForQuery: () => (failure ? reject(failure.error as Error) : resolve(rows)),
    } as unknown as pg.Submittable);
  });
}

const mostWaiting = 8 * 1024 * 1024;

/** `COPY … FROM STDIN` with the pieces, which may be cut anywhere. */
export function copyIn(client: pg.Client, statement: string, pieces: AsyncIterable<Buffer>): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query({
      submit: (connection: Connection) => connection.query(statement),
      async handleCopyInResponse(connection: Connection) {
        try {
          for await (const piece of pieces) {
            connection.sendCopyFromChunk(piece);
            if (connection.stream.writableLength > mostWaiting)
              await new Promise((taken) => connection.stream.once('drain', taken));
          }
          connection.endCopyFrom();
        } catch (error) {
          reject(error as Error);
          connection.sendCopyFail('the backup cannot be read');
        }
      },
      handleCommandComplete() {},
      handleError: reject,
      handleReadyForQuery: () => resolve(),
    } as unknown as pg.Submittable);
  });
}
