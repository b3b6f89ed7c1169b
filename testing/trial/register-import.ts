import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { awaitImport, uploadRegister } from '#modules/client/client.client.ts';
import type { ImportReading } from '#modules/client/client.contract.ts';
import { addDays, localDateOf } from '#platform/kernel/local-date.ts';
import { formatYuan } from '#platform/kernel/money.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import type { TrialOptions } from './options.ts';
import type { PersonAtWork } from './person-at-work.ts';
import { plainSum, readPlainRegister } from './plain-register.ts';
import { isTrue, NotTrue } from './steps.ts';

type Say = (key: string, facts?: Record<string, unknown>) => string;
type Note = (text: string) => void;

/** Uploads the register, says which column names the owner when that was asked, and gives what the product understood. */
export async function upload(
  founder: PersonAtWork,
  options: TrialOptions,
  say: Say,
  note: Note,
): Promise<ImportReading> {
  const content = new Uint8Array(await readFile(options.file));
  const uploaded = await uploadRegister(founder.server, { name: basename(options.file), content });
  const { client } = founder.api;
  const found = await client.readImport({ import: uploaded });
  const { columns } = found.arrangement.mapping;
  const { owner } = options;
  if (owner !== null && !(owner in columns))
    throw new NotTrue(`the file has no column “${owner}”; it has: ${Object.keys(columns).join(', ')}`);
  const used = Object.entries(columns).map(([column, use]) => [
    column,
    column === owner ? 'owner' : owner !== null && use === 'owner' ? 'extra' : use,
  ]);
  const dated = found.gaps.includes('no-balance-date') ? { balanceAsOf: endOfLastMonth() } : {};
  const mapping = { ...found.arrangement.mapping, ...dated, columns: Object.fromEntries(used) };
  const reading = await client.arrangeImport({ import: uploaded, arrangement: { ...found.arrangement, mapping } });
  const { format, encoding, separator, rows } = reading.found;
  note(`${rows} rows, ${format}, ${encoding ?? 'no encoding'}, separator ${JSON.stringify(separator)}`);
  note(reading.columns.map(({ column, use }) => `${column} = ${use}`).join(' · '));
  if (dated.balanceAsOf) note(`balances as of ${dated.balanceAsOf}, given by hand`);
  if (reading.refusal) throw new NotTrue(say(`refusal.${reading.refusal.code}`, reading.refusal.facts));
  return reading;
}

/** Compares row count and totals with a reading of the file by nothing of the product's. */
export async function compareTotals(
  { found, totals, arrangement }: ImportReading,
  file: string,
  note: Note,
): Promise<void> {
  const plain = await readPlainRegister(file);
  isTrue(plain.rows.length === found.rows, `the product read ${found.rows} rows, the file has ${plain.rows.length}`);
  for (const { column, sum, filled, unreadable } of totals) {
    const { fen, amounts } = plainSum(plain, column, arrangement.mapping.units?.[column] ?? 1);
    isTrue(formatYuan(fen) === sum, `the product adds ${column} up to ${sum}, the file to ${formatYuan(fen)}`);
    isTrue(
      amounts === filled,
      `the product reads ${filled} amounts of ${column} (${unreadable} it cannot), the file has ${amounts}`,
    );
    note(`${column}: ${sum} in ${filled} rows, the same by a reading of its own`);
  }
}

/** Names every fault, says who each owner is, and imports; rows with faults are left out by name, as the product offers. */
export async function confirm(
  founder: PersonAtWork,
  reading: ImportReading,
  owners: Map<string, PersonId>,
  say: Say,
  note: Note,
): Promise<number> {
  const { client } = founder.api;
  const { import: uploaded, arrangement, problems, faultyRows, faults, warnings } = reading;
  const id = { import: uploaded.id };
  for (const { line, column, code, facts } of problems.filter(({ severity }) => severity === 'fault'))
    note(`fault in line ${line}${column === null ? '' : `, ${column}`}: ${say(`problem.${code}`, facts)}`);
  const kinds = Map.groupBy(
    problems.filter(({ severity }) => severity === 'warning'),
    ({ code, column }) => `${code} ${column ?? ''}`,
  );
  for (const [kind, { length }] of kinds)
    note(
      `warning ${kind.trim()}: ${length} rows${problems.length < faults + warnings ? ` of the first ${problems.length} problems` : ''}`,
    );
  note(`${faults} faults in ${faultyRows} rows, ${warnings} warnings`);
  const named = { ...arrangement, owners: Object.fromEntries(owners) };
  await client.arrangeImport({ ...id, arrangement: named });
  if (faultyRows > 0) {
    const refused = await client.previewImport(id).then(
      () => null,
      (error: { data?: { code?: string } }) => error.data?.code,
    );
    isTrue(refused === 'client.import-faults', `a file with faults was not refused, but ${refused ?? 'let in'}`);
    note(`refused as a whole; imported again without the ${faultyRows} rows named above`);
    await client.arrangeImport({ ...id, arrangement: { ...named, withoutFaulty: true } });
  }
  const effects = await client.previewImport(id);
  isTrue(effects.changed === 0 && effects.missing === 0, 'the import into an empty firm would change something');
  await client.confirmImport({ ...id, digest: effects.digest });
  const done = await awaitImport(client, uploaded.id);
  isTrue(
    done.state === 'done',
    `the import ended as ${done.state}: ${done.failure ? say(`refusal.${done.failure.code}`, done.failure.facts) : ''}`,
  );
  const { total } = await client.listClients({ limit: 1 });
  isTrue(total === effects.added, `${effects.added} clients were to be added, ${total} are there`);
  note(`${effects.added} clients`);
  return effects.added;
}

function endOfLastMonth(): string {
  return addDays(`${localDateOf(new Date()).slice(0, 7)}-01` as never, -1);
}
