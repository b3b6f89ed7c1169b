import { open, readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { columns } from '#platform/terminal/columns.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import type { ExportImport } from '../archive.contract.ts';
import type { ArchiveTerminal } from '../export/export-commands.ts';

/** `baton archive import`: sends an export, has it checked, shows what it holds, and takes it in when an owner is named. */
export function registerImport(archive: Command, terminal: ArchiveTerminal): void {
  archive
    .command('import')
    .argument('<file>', 'the age file of an export')
    .option('--identity <file>', 'a file with the age identity that opens it; by default my own, by the vault password')
    .option('--owner <email>', 'who is to have charge of its clients; without it the export is only checked and shown')
    .option(
      '--number <client=number...>',
      'a new number for a client whose number is taken, by its number in the export',
    )
    .description('check an export and take it in, all of it or nothing')
    .action(async (file: string, wish: { identity?: string; owner?: string; number?: string[] }) => {
      const { api } = terminal;
      const owner = wish.owner === undefined ? undefined : await personBy(terminal, wish.owner);
      const sent = await send(terminal, file, await identitiesOf(terminal, wish.identity));
      const checked = await awaited(terminal, sent.id, 'checking');
      if (checked.state !== 'checked') throw failureOf(checked);
      if (!owner) {
        terminal.show(checked, linesOf(checked));
        return;
      }
      const given = new Map((wish.number ?? []).map((pair) => pair.split('=', 2) as [string, string]));
      const numbers = checked.found!.clients.flatMap(({ client, number }) =>
        given.has(number) ? [[client, given.get(number)!]] : [],
      );
      await api.archive.confirmTaking({ import: sent.id, owner, numbers: Object.fromEntries(numbers) });
      const taken = await awaited(terminal, sent.id, 'taking-in');
      if (taken.state !== 'done') throw failureOf(taken);
      terminal.show(taken, linesOf(taken));
    });
}

function linesOf({ found, state }: ExportImport): string[] {
  const { firm, name, keyFingerprint, clients } = found!;
  return [
    `${firm} · ${name} · ${state}`,
    keyFingerprint,
    ...columns(
      clients.map(({ number, name: called, records, files, secrets, conflict }) => [
        number,
        called,
        records,
        files,
        secrets,
        conflict ?? '✓',
      ]),
    ),
  ];
}

function failureOf({ failure }: ExportImport): Refusal {
  return new Refusal(failure?.code ?? 'archive.import-over', (failure?.facts ?? {}) as Refusal['facts'], 'conflict');
}

async function personBy({ api }: ArchiveTerminal, email: string) {
  const found = (await api.people.listPeople()).find((one) => one.email === email.toLowerCase());
  if (!found) throw notFound('person', { email });
  return found.id;
}

async function identitiesOf(terminal: ArchiveTerminal, file: string | undefined): Promise<string[]> {
  if (file === undefined) {
    const { unlockKeys } = await import('#modules/people/people.client.ts');
    return [(await unlockKeys(terminal.api.people, await terminal.askVaultPassword())).keyring.identity];
  }
  const found = (await readFile(file, 'utf8')).match(/AGE-SECRET-KEY-(PQ-)?1[A-Z0-9]+/g);
  if (!found) throw new Refusal('archive.no-identity');
  return found;
}

async function send(terminal: ArchiveTerminal, file: string, identities: string[]): Promise<ExportImport> {
  const { fileKeyOf, headerBytes, sendImport } = await import('../archive.client.ts');
  const { size } = await stat(file);
  const handle = await open(file);
  const bytesFrom = async (at: number, most: number): Promise<Uint8Array<ArrayBuffer>> => {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(Math.min(most, size - at)), 0, undefined, at);
    return buffer.subarray(0, bytesRead);
  };
  try {
    const fileKey = await fileKeyOf(await bytesFrom(0, headerBytes), identities);
    const one = await terminal.api.archive.beginImport({ name: basename(file), size, fileKey });
    await sendImport(terminal.server, one, bytesFrom, (arrived) => terminal.remark(`${arrived}/${size}`));
    return one;
  } finally {
    await handle.close();
  }
}

async function awaited(
  { api }: ArchiveTerminal,
  id: ExportImport['id'],
  underWay: ExportImport['state'],
): Promise<ExportImport> {
  for (;;) {
    const one = (await api.archive.listImports()).find((found) => found.id === id)!;
    if (one.state !== underWay) return one;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
