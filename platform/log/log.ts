import { pino, type DestinationStream, type Logger } from 'pino';
import { describeError } from './error-description.ts';

export type { Logger };

/** Names under which secrets travel; their values are never written, at the top of a line or one level down. */
const secretNames = [
  'password',
  'passphrase',
  'secret',
  'token',
  'cookie',
  'authorization',
  'apiKey',
  'body',
  'query',
  'params',
  'headers',
];

/**
 * The log: JSON lines to standard output, or to `destination`. Lines carry ids, counts and names of things, never
 * client data: errors go in as `{ err }`, reduced by `describeError`; requests as `{ req }`, without their query.
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
    serializers: {
      err: describeError,
      error: describeError,
      req: ({ id, method, url }: { id?: unknown; method?: string; url?: string }) => ({
        id,
        method,
        path: url?.split('?', 1)[0],
      }),
      res: ({ statusCode }: { statusCode?: number }) => ({ statusCode }),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
