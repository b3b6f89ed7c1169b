import type pg from 'pg';

/** What pg calls back while a query of ours runs; none of it is in its public types. */
interface Connection {
  query(text: string): void;
  sendCopyFromChunk(bytes: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
  stream: NodeJS.WritableStream & { writableLength: number };
}

/**
 * `COPY … TO STDOUT`: each row as PostgreSQL writes it, a line with its end, to `row`; the bytes are good until it returns.
 * Gives how many rows there were.
 */
export function copyOut(client: pg.Client, statement: string, row: (line: Buffer) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0;
    let failure: unknown;
    client.query({
      submit: (connection: Connection) => connection.query(statement),
      handleCopyData({ chunk }: { chunk: Buffer }) {
        if (failure) return;
        try {
          row(chunk);
          rows += 1;
        } catch (error) {
          failure = error;
        }
      },
      handleCommandComplete() {},
      handleError: reject,
      handleReadyForQuery: () => (failure ? reject(failure as Error) : resolve(rows)),
    } as unknown as pg.Submittable);
  });
}

const mostWaiting = 8 * 1024 * 1024;

/** `COPY … FROM STDIN` with the pieces, which may be cut anywhere. */
export function copyIn(client: pg.Client, statement: string, pieces: Iterable<Buffer>): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query({
      submit: (connection: Connection) => connection.query(statement),
      async handleCopyInResponse(connection: Connection) {
        try {
          for (const piece of pieces) {
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
