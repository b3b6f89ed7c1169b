import { z } from 'zod';
import { parseBucketAddress } from '#platform/files/bucket-address.ts';

/** One setting of the environment: what it is for, how it looks, and what holds when it is absent. */
export type Setting = {
  doc: string;
  example: string;
  /** In words; `readConfig` fills it in. */
  otherwise: string;
  schema: z.ZodType;
};

const localHosts = ['localhost', '127.0.0.1', '[::1]'];

function url(protocols: string[]) {
  return z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `is not a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });
}

function bucket() {
  return z
    .string()
    .refine((text) => parseBucketAddress(text) !== null, {
      error: 'is not of the form s3://bucket/folder?endpoint=…&region=…',
    })
    .refine((text) => !parseBucketAddress(text)?.lockDays, {
      error: 'must not be locked: files that are destroyed by rule are taken away',
    });
}

function folderOrBucket(form: string) {
  return z.string().refine((text) => !text.startsWith('s3:') || parseBucketAddress(text) !== null, {
    error: `is neither a folder nor ${form}`,
  });
}

/** All settings of the program, in the order in which a reader wants them. */
export const settings = {
  PORT: {
    doc: 'The port the server listens on; 0 takes any free one.',
    example: '3000',
    otherwise: '3000',
    schema: z
      .string()
      .regex(/^\d{1,5}$/, 'is not a whole number')
      .transform(Number)
      .refine((port) => port <= 65_535, 'is above 65535'),
  },
  HOST: {
    doc: 'The address the server listens on; 0.0.0.0 opens it to the network.',
    example: '0.0.0.0',
    otherwise: '127.0.0.1',
    schema: z.string(),
  },
  BATON_PUBLIC_URL: {
    doc: 'The address people type. Keys are made in the browser, which allows that on https or on localhost only.',
    example: 'https://baton.example.com',
    otherwise: 'http://localhost:PORT',
    schema: url(['http:', 'https:'])
      .refine((text) => text.startsWith('https:') || localHosts.includes(new URL(text).hostname), {
        error: 'must start with https:// unless it is localhost',
      })
      .transform((text) => new URL(text).origin),
  },
  BATON_DATA: {
    doc: 'The folder of everything the server keeps: database, files, keys, packages.',
    example: '/srv/baton',
    otherwise: './data',
    schema: z.string(),
  },
  BATON_MASTER_KEY_FILE: {
    doc: 'The file of the master key; made on the first start. Keep a copy away from the backups.',
    example: '/etc/baton/master.key',
    otherwise: 'keys/master.key in BATON_DATA',
    schema: z.string(),
  },
  BATON_FILES: {
    doc: 'A bucket of an S3 server for files, whose keys are AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    example: 's3://firm-files/baton?endpoint=https://s3.example.com&region=cn-east-1',
    otherwise: 'files in BATON_DATA',
    schema: bucket(),
  },
  BATON_FILES_SECOND: {
    doc: 'A folder on another disk, or a bucket, for a second copy of each file, from which a damaged one is mended.',
    example: '/mnt/second/baton-files',
    otherwise: 'no second copy but that of the backups',
    schema: folderOrBucket('s3://bucket/folder?endpoint=…&region=…'),
  },
  BATON_BACKUP: {
    doc: 'A folder on another disk or machine, or a bucket, for backups: one is made each night, and restored for trial each month. With lock=30 nobody takes away from the bucket what is younger than 30 days.',
    example: '/mnt/backup/baton',
    otherwise: 'no backups but those asked for by `baton backup --folder`',
    schema: folderOrBucket('s3://bucket/folder?endpoint=…&region=…&lock=…'),
  },
  DATABASE_URL: {
    doc: 'A PostgreSQL 18 of your own.',
    example: 'postgresql://baton:secret@db.example.com:5432/baton',
    otherwise: 'the embedded PostgreSQL in BATON_DATA',
    schema: url(['postgres:', 'postgresql:']),
  },
  BATON_CHECKPOINTS: {
    doc: 'An existing folder outside of BATON_DATA, best on another machine or a medium written once: each new checkpoint of a journal is kept there.',
    example: '/mnt/worm/baton',
    otherwise: 'checkpoints stay in the database and in packages',
    schema: z.string(),
  },
  BATON_CHECKPOINTS_URL: {
    doc: 'An address that each new checkpoint of a journal is posted to, as text.',
    example: 'https://auditor.example.com/baton',
    otherwise: 'none is posted',
    schema: url(['http:', 'https:']).refine(
      (text) => text.startsWith('https:') || localHosts.includes(new URL(text).hostname),
      { error: 'must start with https:// unless it is localhost' },
    ),
  },
  LOG_LEVEL: {
    doc: 'The least grave log line that is written.',
    example: 'debug',
    otherwise: 'info',
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'is none of fatal, error, warn, info, debug, trace, silent',
    }),
  },
} satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;
