import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';
import { settings } from './setting.ts';

test('without any setting the program runs on localhost with its own database', () => {
  expect(readConfig({})).toEqual({
    port: 3000,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:3000',
    dataFolder: resolve('data'),
    masterKeyFile: resolve('data/keys/master.key'),
    filesPlace: resolve('data/files'),
    secondFilesPlace: null,
    backupPlace: null,
    databaseUrl: null,
    checkpointFolder: null,
    checkpointAddress: null,
    logLevel: 'info',
  });
});

test('the example of each setting is accepted', () => {
  const examples = Object.fromEntries(Object.entries(settings).map(([name, { example }]) => [name, example]));
  expect(readConfig(examples)).toMatchObject({ port: 3000, publicUrl: 'https://baton.example.com', logLevel: 'debug' });
});

test('all faults are told together, each with its name and an example, and no value is repeated', () => {
  const wrong = { PORT: '70000', DATABASE_URL: 'mysql://root:hunter2@db', LOG_LEVEL: 'loud' };
  expect(() => readConfig(wrong)).toThrow(ConfigError);
  expect(() => readConfig(wrong)).toThrow(
    [
      'PORT is above 65535. For example: PORT=3000',
      'DATABASE_URL is not a URL that starts with postgres:// or postgresql://. ' +
        'For example: DATABASE_URL=postgresql://baton:secret@db.example.com:5432/baton',
      'LOG_LEVEL is none of fatal, error, warn, info, debug, trace, silent. For example: LOG_LEVEL=debug',
    ].join('\n'),
  );
});

test('a public address without https is refused, since browsers make no keys there', () => {
  expect(() => readConfig({ BATON_PUBLIC_URL: 'http://baton.example.com' })).toThrow('https://');
  expect(readConfig({ BATON_PUBLIC_URL: 'http://localhost:8080/' }).publicUrl).toBe('http://localhost:8080');
});
