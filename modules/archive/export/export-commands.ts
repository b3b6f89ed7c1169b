import { open, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import type { ContractRouterClient } from '@orpc/contract';
import type { clientContract } from '#modules/client/client.contract.ts';
import type { PeopleApi } from '#modules/people/people.client.ts';
import { columns } from '#platform/terminal/columns.ts';
import type { Terminal } from '#platform/terminal/terminal.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import type { ArchiveApi } from '../archive.client.ts';
import type { Export } from '../archive.contract.ts';

export type ArchiveTerminal = Terminal<{
  archive: ArchiveApi;
  people: PeopleApi;
  client: ContractRouterClient<typeof clientContract>;
}>;

/** `baton archive export …`: asked for by one, released by another, made and fetched by who asked. */
export function registerExport(archive: Command, terminal: ArchiveTerminal): void {
  const command = archive.command('export').description('client data as one age file, which takes two persons');
  command
    .command('ask')
    .option('--client <number>', "a client's number")
    .option('--package <name>', 'a sealed package, such as H-2026-0001-1, for others than its parties')
    .option('--firm', 'everything of the firm', false)
    .option('--to <recipient...>', 'age recipients (age1…); without any, you alone open it')
    .requiredOption('--reason <text>', 'what it is for; the second person reads it')
    .description('ask for an export; another manager or administrator must release it')
    .action(async (wish: { client?: string; package?: string; firm: boolean; to?: string[]; reason: string }) => {
      const asked = await terminal.api.archive.askExport({
        ...(await subjectOf(terminal, wish)),
        recipients: wish.to ?? [],
        reason: wish.reason,
      });
      terminal.show(asked, columns([lineOf(asked)]));
    });
  command
    .command('list')
    .description('exports that I may know of, newest first')
    .action(async () => {
      const all = await terminal.api.archive.listExports();
      terminal.show(all, columns(all.map(lineOf)));
    });
  command
    .command('release')
    .argument('<id>', 'the beginning of its id, as the list shows it')
    .description('release the export that another one asked for, with my signature')
    .action(async (id: string) => {
      const asked = await exportBy(terminal, id);
      terminal.remark(JSON.stringify(asked.facts, null, 2));
      const [{ releaseExport }, { unlockKeys }] = await Promise.all([
        import('../archive.client.ts'),
        import('#modules/people/people.client.ts'),
      ]);
      const { me, keyring } = await unlockKeys(terminal.api.people, await terminal.askVaultPassword());
      const released = await releaseExport(
        terminal.api.archive,
        keyring,
        { firm: me.firm.id, me: me.person.id },
        asked,
      );
      terminal.show(released, columns([lineOf(released)]));
    });
  command
    .command('fetch')
    .argument('<id>', 'the beginning of its id, as the list shows it')
    .requiredOption('--out <file>', 'the age file; what is there of it already is not fetched again')
    .description('make my released export and fetch it; ended and begun again, it goes on where it was')
    .action(async (id: string, { out }: { out: string }) => {
      const asked = await exportBy(terminal, id);
      if (asked.state === 'approved') await terminal.api.archive.beginExport({ export: asked.id });
      const made = await awaited(terminal, asked.id);
      await fetchTo(terminal, made, out);
      terminal.show(made, columns([lineOf(made)]));
    });
}

function lineOf({ id, state, name, title, requester, approver, bytes }: Export) {
  return [id.slice(-12), state, name, title, requester.name, approver?.name ?? '-', bytes ?? '-'];
}

async function subjectOf(
  { api }: ArchiveTerminal,
  wish: { client?: string; package?: string; firm: boolean },
): Promise<Pick<Export, 'scope'> & { client?: Export['client'] & {}; package?: Export['package'] & {} }> {
  if (wish.client !== undefined) {
    const { rows } = await api.client.listClients({ search: wish.client });
    const found = rows.find(({ number }) => number === wish.client);
    if (!found) throw notFound('client', { number: wish.client });
    return { scope: 'client', client: found.id };
  }
  if (wish.package !== undefined) {
    const found = (await api.archive.listPackages()).find(({ name }) => name === wish.package);
    if (!found) throw notFound('package', { name: wish.package });
    return { scope: 'package', package: found.id };
  }
  if (wish.firm) return { scope: 'firm' };
  throw new Refusal('archive.nothing-named');
}

async function exportBy({ api }: ArchiveTerminal, id: string): Promise<Export> {
  const all = (await api.archive.listExports()).filter((one) => one.id.startsWith(id) || one.id.endsWith(id));
  if (all.length !== 1) throw notFound('export', { export: id });
  return all[0]!;
}

async function awaited(terminal: ArchiveTerminal, id: Export['id']): Promise<Export> {
  for (;;) {
    const one = (await terminal.api.archive.listExports()).find((found) => found.id === id)!;
    if (one.state === 'made') return one;
    if (one.state !== 'making') throw new Refusal(one.failure ?? 'archive.export-gone', {}, 'conflict');
    if (one.total > 0) terminal.remark(`${one.done}/${one.total}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function fetchTo({ server }: ArchiveTerminal, { id, bytes }: Export, out: string): Promise<void> {
  const from = await stat(out).then(
    ({ size }) => size,
    () => 0,
  );
  if (from === bytes) return;
  const response = await fetch(new URL(`/archive/exports/${id}`, server.url), {
    headers: { ...server.headers, range: `bytes=${from}-` },
  });
  if (!response.ok) {
    const { code, facts } = (await response.json()) as { code: string; facts: Record<string, string> };
    throw new Refusal(code, facts);
  }
  const file = await open(out, 'a', 0o600);
  try {
    for await (const piece of response.body!) await file.appendFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}
