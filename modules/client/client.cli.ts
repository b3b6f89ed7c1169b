import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import type { PeopleApi } from '#modules/people/people.client.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { columns } from '#platform/terminal/columns.ts';
import type { Terminal } from '#platform/terminal/terminal.ts';
import { type ClientApi, awaitImport, uploadRegister } from './client.client.ts';
import { type ImportReading, arrangementSchema } from './client.contract.ts';

type Apis = { client: ClientApi; people: PeopleApi };

interface ImportOptions {
  column: string[];
  owner: string[];
  balanceAsOf?: string;
  withoutFaulty: boolean;
  yes: boolean;
}

/** `baton client …`. */
export function register(program: Command, terminal: Terminal<Apis>): void {
  const client = program.command('client').description('clients that I may list');
  client
    .command('list')
    .option('--search <text>', 'a piece of the name, pinyin, initials, code or number')
    .option('--limit <count>', 'at most so many', '50')
    .description('clients with state, owner and end of contract')
    .action(async ({ search, limit }: { search?: string; limit: string }) => {
      const found = await terminal.api.client.listClients({ ...(search ? { search } : {}), limit: Number(limit) });
      terminal.show(
        found,
        columns(
          found.rows.map(({ number, name, state, ownerName, contractEnd }) => [
            number,
            name,
            state,
            ownerName,
            contractEnd,
          ]),
        ),
      );
    });
  client
    .command('import')
    .argument('<file>', 'a client register: CSV or XLSX')
    .option('--column <header=field...>', 'what a column is, where it was not understood', [])
    .option('--owner <written=email...>', 'whom a written owner means, where nobody or several are called so', [])
    .option('--balance-as-of <day>', 'the day of balances whose rows give none, such as 2026-10-31')
    .option('--without-faulty', 'leave rows with faults out instead of refusing the file', false)
    .option('--yes', 'import what is shown; without it nothing is imported', false)
    .description('read a register, show what was understood and would change, and import it whole or not at all')
    .action((file: string, options: ImportOptions) => importRegister(terminal, file, options));
}

async function importRegister(terminal: Terminal<Apis>, file: string, options: ImportOptions): Promise<void> {
  const { client } = terminal.api;
  const content = new Uint8Array(await readFile(file));
  const uploaded = await uploadRegister(terminal.server, { name: basename(file), content });
  const reading = await client.arrangeImport({
    import: uploaded,
    arrangement: await arranged(terminal, await client.readImport({ import: uploaded }), options),
  });
  if (reading.refusal) throw new Refusal(reading.refusal.code, reading.refusal.facts);
  for (const line of understood(reading, terminal)) terminal.remark(line);
  const effects = await client.previewImport({ import: uploaded });
  const { added, changed, unchanged, missing, faultyRows } = effects;
  terminal.remark(terminal.say('terminal.import.effects', { added, changed, unchanged, missing, faulty: faultyRows }));
  if (!options.yes) {
    await client.discardImport({ import: uploaded });
    return terminal.show(effects, [terminal.say('terminal.import.not-confirmed')]);
  }
  await client.confirmImport({ import: uploaded, digest: effects.digest });
  const done = await awaitImport(client, uploaded);
  if (done.failure) throw new Refusal(done.failure.code, done.failure.facts);
  terminal.show(done, [terminal.say('terminal.import.done', done.counts)]);
}

async function arranged({ api }: Terminal<Apis>, { arrangement }: ImportReading, options: ImportOptions) {
  const { mapping } = arrangement;
  const given = pairs(options.column);
  const owners = pairs(options.owner).map(([written, email]) => [written, email] as const);
  const people = owners.length > 0 ? await api.people.listPeople() : [];
  const persons = owners.map(([written, email]): [string, PersonId] => {
    const person = people.find((one) => one.email === email.toLowerCase());
    if (!person) throw notFound('person', { email });
    return [written, person.id];
  });
  const taken = new Set(given.map(([, field]) => field));
  const kept = Object.entries(mapping.columns).map(([column, use]) => [column, taken.has(use) ? 'extra' : use]);
  return arrangementSchema.parse({
    ...arrangement,
    mapping: {
      ...mapping,
      columns: { ...Object.fromEntries(kept), ...Object.fromEntries(given) },
      ...(options.balanceAsOf ? { balanceAsOf: options.balanceAsOf } : {}),
    },
    owners: { ...arrangement.owners, ...Object.fromEntries(persons) },
    withoutFaulty: options.withoutFaulty,
  });
}

function pairs(given: string[]): [string, string][] {
  return given.map((each) => {
    const at = each.lastIndexOf('=');
    return [each.slice(0, at), each.slice(at + 1)];
  });
}

function* understood(
  { found, columns: read, totals, problems, owners }: ImportReading,
  { say }: Terminal<Apis>,
): Generator<string> {
  const { rows, encoding, format, separator, headerLine } = found;
  yield say('terminal.import.found', {
    rows,
    format,
    encoding: encoding ?? '-',
    separator: separator ?? '-',
    header: headerLine ?? '-',
  });
  yield* columns(read.map(({ column, use, certainty }) => [column, use, certainty]));
  for (const { column, sum, filled, blank } of totals)
    yield say('terminal.import.total', { column, sum, filled, blank });
  for (const { written, rows: count, outcome } of owners)
    yield say('terminal.import.owner', { written, rows: count, outcome });
  for (const { line, column, severity, code, facts } of problems.filter(
    (one) => one.severity === 'fault' || problems.length <= 50,
  ))
    yield say('terminal.import.problem', {
      line,
      column: column ?? '-',
      severity,
      words: say(`problem.${code}`, facts),
    });
}
