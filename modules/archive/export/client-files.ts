import { stat } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import * as client from '#modules/client/client.ts';
import { fieldsOf } from '#modules/client/client.contract.ts';
import * as document from '#modules/document/document.ts';
import * as vault from '#modules/vault/vault.ts';
import type { Context, Inside } from '#platform/context/context.ts';
import { read } from '#platform/context/context.ts';
import { canonicalJson } from '#platform/crypto/canonical-json.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { clashKey, safeName } from '../bag/bag-path.ts';
import { packagesOfClient } from '../packages.ts';
import { packagePaths } from '../package-format.ts';
import { exportPaths, type FileLine } from './export-format.ts';
import type { StreamedFile } from './pack-files.ts';

/** A content that goes into the bag: where, and of which document. */
export interface BaggedContent {
  document: Id<'document'>;
  path: string;
  size: number;
}

/** What a bag says of a client, but the contents of its files. */
export interface ClientFiles {
  files: StreamedFile[];
  contents: BaggedContent[];
  /** Whoever is named in it. */
  people: string[];
}

/** Reads everything of a client in one transaction, sensitive values in the open and sealed ones as ciphertext. */
export async function clientFiles(inside: Inside, id: ClientId): Promise<ClientFiles> {
  const { id: _id, contractEnd: _end, paidThrough: _paid, ...line } = await client.findClient(inside, id);
  const history = await client.recordHistoryOf(inside, id);
  const documents = await document.archivedDocuments(inside, id);
  const sealed = await vault.sealedVaultOf(inside, id);
  const folder = exportPaths.client(line.number);
  const place = placesIn(`${folder}files/`);
  const fileLines = documents.map(({ id: of, addedAt, filing, withheld, ...rest }): FileLine => ({
    document: of,
    ...rest,
    addedAt: addedAt.toISOString(),
    filing: filing && { ...filing, at: filing.at.toISOString() },
    path: withheld ? null : place(rest.folder, rest.name, of),
    withheld,
  }));
  const records = history.map(({ changedAt, replacedAt, ...rest }) => ({
    ...rest,
    changedAt: changedAt.toISOString(),
    replacedAt: replacedAt?.toISOString() ?? null,
  }));
  const about = {
    client: id,
    ...line,
    ownerSince: line.ownerSince.toISOString(),
    createdAt: line.createdAt.toISOString(),
  };
  const people = [
    line.owner,
    ...history.map(({ changedBy }) => changedBy),
    ...documents.flatMap(({ addedBy, filing }) => [addedBy, filing?.by ?? null]),
    ...sealed.secrets.map(({ sealedBy }) => sealedBy),
    ...sealed.wraps.map(({ person }) => person),
    sealed.lock?.madeBy ?? null,
  ];
  return {
    files: [
      textFile(`${folder}client.json`, canonicalJson(about)),
      textFile(`${folder}records.jsonl`, jsonLines(records)),
      ...spreadsheets(`${folder}records/`, history),
      textFile(`${folder}files.jsonl`, jsonLines(fileLines)),
      textFile(`${folder}vault.json`, canonicalJson(asJson(sealed))),
    ],
    contents: fileLines.flatMap(({ document: of, path, size }) =>
      path === null ? [] : { document: of as Id<'document'>, path, size },
    ),
    people: people.filter((person) => person !== null),
  };
}

/** The contents of these files, each decrypted as it is read. */
export async function* contentFiles(
  context: Context,
  contents: readonly BaggedContent[],
): AsyncGenerator<StreamedFile> {
  for (const { document: of, path, size } of contents)
    yield { path, size, content: await read(context, (inside) => document.contentOf(inside, of)) };
}

/**
 * The client's own 分户清册 of each sealed package, with what proves it: the parties' signatures, and the manifests and the statement
 * that lead from the firm's key to the paper.
 */
export async function* handoverFiles(inside: Inside, id: ClientId): AsyncGenerator<StreamedFile> {
  const { number } = await client.findClient(inside, id);
  for (const { name, folder, clientNumber, files } of await packagesOfClient(inside, id)) {
    const own = packagePaths.clientList(clientNumber);
    for (const { path, location } of files) {
      const proves = !path.startsWith('data/') || path.startsWith('data/signatures/');
      if (path !== own && !proves) continue;
      const { size } = await stat(location);
      const target = `${exportPaths.client(number)}handovers/${safeName(name)}/${path}`;
      yield { path: target, size, content: createReadStream(join(folder, path)) as AsyncIterable<Buffer> };
    }
  }
}

/** A small file of text. */
export function textFile(path: string, text: string): StreamedFile {
  const content = Buffer.from(text, 'utf8');
  return { path, size: content.length, content };
}

/** Canonical JSON, one value a line. */
export function jsonLines(values: readonly unknown[]): string {
  return values.map((value) => `${canonicalJson(value)}\n`).join('');
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Gives each file a place of its own below `folder`, under its own name where systems can hold it. */
function placesIn(folder: string) {
  const taken = new Set<string>();
  return (within: string, name: string, id: string): string => {
    const steps = within.split('/').filter((step) => step !== '');
    const at = [...steps, name].map(safeName).join('/');
    const free = taken.has(clashKey(at)) ? [...steps, `${id.slice(-8)}-${name}`].map(safeName).join('/') : at;
    taken.add(clashKey(free));
    return folder + free;
  };
}

/** The records in force, a sheet for each kind, in the columns of the kind; for people, the lines are what counts. */
function spreadsheets(folder: string, history: readonly client.RecordVersion[]): StreamedFile[] {
  const present = history.filter(({ replacedAt, ended }) => replacedAt === null && !ended);
  return [...Map.groupBy(present, ({ kind }) => kind)].map(([kind, rows]) => {
    const own = fieldsOf(kind).map(([name]) => name);
    const extra = [...new Set(rows.flatMap(({ fields }) => Object.keys(fields)))].filter(
      (name) => !own.includes(name as never),
    );
    const columns = [...own, ...extra.sort()];
    const lines = [
      ['record', 'changedAt', ...columns],
      ...rows.map(({ record, changedAt, fields }) => [
        record,
        changedAt.toISOString(),
        ...columns.map((name) => String(fields[name] ?? '')),
      ]),
    ];
    return textFile(`${folder}${kind}.csv`, `\ufeff${lines.map(csvLine).join('')}`);
  });
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
}
