import type { Command } from 'commander';
import type { ContractRouterClient } from '@orpc/contract';
import type { clientContract } from '#modules/client/client.contract.ts';
import { type PeopleApi, unlockKeys } from '#modules/people/people.client.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import { columns } from '#platform/terminal/columns.ts';
import type { Terminal } from '#platform/terminal/terminal.ts';
import { type VaultApi, changeSecret, openSecret, pinCompared, sealSecret, wrapWaitingKeys } from './vault.client.ts';
import type { Secret } from './vault.contract.ts';

type Apis = { vault: VaultApi; people: PeopleApi; client: ContractRouterClient<typeof clientContract> };

/** `baton vault …`: secrets are sealed and opened here, never on the server. */
export function register(program: Command, terminal: Terminal<Apis>): void {
  const vault = program.command('vault').description('sealed secrets of clients');
  vault
    .command('list')
    .argument('<client>', "the client's number")
    .description('the sealed secrets of a client, by title')
    .action(async (number: string) => {
      const found = await terminal.api.vault.listSecrets({ client: await clientByNumber(number) });
      terminal.show(found, columns(found.map(lineOf)));
    });
  vault
    .command('seal')
    .argument('<client>', "the client's number")
    .argument('<title>', 'what it opens, without naming the value')
    .description('put a secret into the vault; the value is typed unseen, or piped in')
    .action(async (number: string, title: string) => {
      const client = await clientByNumber(number);
      const { firm } = await terminal.api.people.me();
      const value = await terminal.askSecret(`${title}: `);
      const sealed = await sealSecret(terminal.api.vault, unlock, firm.id, { client, title, value });
      terminal.show(sealed, columns([lineOf(sealed)]));
    });
  vault
    .command('change')
    .argument('<client>', "the client's number")
    .argument('<title>')
    .description('the secret was changed at its source: seal the new value')
    .action(async (number: string, title: string) => {
      const client = await clientByNumber(number);
      const secret = await secretByTitle(client, title);
      const changed = await changeSecret(terminal.api.vault, {
        client,
        secret,
        value: await terminal.askSecret(`${title}: `),
      });
      terminal.show(changed, columns([lineOf(changed)]));
    });
  vault
    .command('open')
    .argument('<client>', "the client's number")
    .argument('<title>')
    .description('open a secret and print its value; the opening is journalled')
    .action(async (number: string, title: string) => {
      const secret = await secretByTitle(await clientByNumber(number), title);
      const { keyring } = await unlockKeys(terminal.api.people, await terminal.askVaultPassword());
      const value = await openSecret(terminal.api.vault, keyring, secret);
      terminal.show({ value }, [value]);
    });
  vault
    .command('wrap')
    .description('hand over every key that waits for me to wrap it')
    .action(async () => {
      const { me, keyring } = await unlockKeys(terminal.api.people, await terminal.askVaultPassword());
      const wrapped = await wrapWaitingKeys(terminal.api.vault, keyring, me.firm.id);
      terminal.show({ wrapped }, [String(wrapped)]);
    });

  vault
    .command('pin')
    .argument('<email>', 'whose key it is')
    .argument('<fingerprint>', 'as the colleague reads it out: all of it, or the last eight signs')
    .description('pin the present key of a colleague whose former one I knew, after we compared it')
    .action(async (email: string, read: string) => {
      const colleague = (await terminal.api.people.listPeople()).find((one) => one.email === email.toLowerCase());
      if (!colleague) throw notFound('person', { email });
      const { me, keyring } = await unlockKeys(terminal.api.people, await terminal.askVaultPassword());
      await pinCompared(terminal.api.vault, keyring, me.firm.id, { colleague: colleague.id, read });
      terminal.show({ pinned: colleague.keys }, [colleague.name]);
    });

  async function unlock() {
    return (await unlockKeys(terminal.api.people, await terminal.askVaultPassword())).keyring;
  }

  async function clientByNumber(number: string): Promise<ClientId> {
    const { rows } = await terminal.api.client.listClients({ search: number });
    const found = rows.find((row) => row.number === number);
    if (!found) throw notFound('client', { number });
    return found.id;
  }

  async function secretByTitle(client: ClientId, title: string): Promise<Id<'secret'>> {
    const found = (await terminal.api.vault.listSecrets({ client })).find((secret) => secret.title === title);
    if (!found) throw notFound('secret', { title });
    return found.id;
  }
}

function lineOf({ title, version, sealedAt, changeBy, openedByMe }: Secret) {
  return [title, `v${version}`, sealedAt.toISOString().slice(0, 10), openedByMe ? '✓' : '-', changeBy];
}
