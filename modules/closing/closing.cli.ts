import type { Command } from 'commander';
import { type HandoverApi, batchByNumber } from '#modules/handover/handover.client.ts';
import { type PeopleApi, unlockKeys } from '#modules/people/people.client.ts';
import { type VaultApi, confirmKeyVersions, prepareKeyVersions } from '#modules/vault/vault.client.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { columns } from '#platform/terminal/columns.ts';
import type { Terminal } from '#platform/terminal/terminal.ts';
import { type ClosingApi, sign } from './closing.client.ts';
import type { SignOff } from './closing.contract.ts';

type Apis = { closing: ClosingApi; handover: HandoverApi; people: PeopleApi; vault: VaultApi };

const number = 'such as H-2026-0001/2; the first batch without /2';

/** `baton sign-off …`. */
export function register(program: Command, terminal: Terminal<Apis>): void {
  const signOff = program.command('sign-off').description('the sign-off of a batch');
  signOff
    .command('show')
    .argument('<batch>', number)
    .description('gates with what is missing, inventory, signatures, effects')
    .action(async (of: string) => {
      const { batch } = await batchByNumber(terminal.api.handover, of);
      show(await terminal.api.closing.readSignOff({ batch }));
    });
  signOff
    .command('prepare-keys')
    .argument('<batch>', number)
    .description("the receiver's part before signing: a new key version for each client with secrets")
    .action(async (of: string) => {
      const { vault, people } = terminal.api;
      const { handover, clients } = await clientsOf(of);
      const { me, keyring } = await unlockKeys(people, await terminal.askVaultPassword());
      const supervisor = handover.parties.find(({ side }) => side === 'supervisor')!.person.id;
      const holders = await vault.holders({ people: [me.person.id, supervisor] });
      const prepared = await prepareKeyVersions(vault, keyring, me.firm.id, { clients, holders });
      terminal.show({ prepared }, [String(prepared)]);
    });
  signOff
    .command('confirm-keys')
    .argument('<batch>', number)
    .description("the supervisor's part before signing: try the new keys and wrap them to the recovery key")
    .action(async (of: string) => {
      const { vault, people } = terminal.api;
      const { clients } = await clientsOf(of);
      const { me, keyring } = await unlockKeys(people, await terminal.askVaultPassword());
      const recoveryRecipient = me.firm.recoveryRecipient;
      if (!recoveryRecipient) throw new Refusal('vault.no-recovery-key', {}, 'conflict');
      const confirmed = await confirmKeyVersions(vault, keyring, { clients, recoveryRecipient });
      terminal.show({ confirmed }, [String(confirmed)]);
    });
  signOff
    .command('make-inventory')
    .argument('<batch>', number)
    .description('make the inventory that the parties sign; every gate must be green')
    .action(async (of: string) => {
      const { batch } = await batchByNumber(terminal.api.handover, of);
      show(await terminal.api.closing.makeInventory({ batch }));
    });
  signOff
    .command('sign')
    .argument('<batch>', number)
    .description('sign the inventory when it is my turn; the last signature hands the clients over')
    .action(async (of: string) => {
      const { batch } = await batchByNumber(terminal.api.handover, of);
      const { keyring } = await unlockKeys(terminal.api.people, await terminal.askVaultPassword());
      show(await sign(terminal.api.closing, keyring, batch));
    });
  signOff
    .command('refuse')
    .argument('<batch>', number)
    .requiredOption('--reason <reason>')
    .description('do not sign: back to checking, and the others are told why')
    .action(async (of: string, { reason }: { reason: string }) => {
      const { batch } = await batchByNumber(terminal.api.handover, of);
      show(await terminal.api.closing.refuse({ batch, reason }));
    });

  async function clientsOf(of: string) {
    const { handover, batch } = await batchByNumber(terminal.api.handover, of);
    const all = await terminal.api.handover.listBatchClients({ handover: handover.id });
    return { handover, clients: all.filter((one) => one.batch === batch).map(({ client }) => client) };
  }

  function show(found: SignOff): void {
    const { gates, signatures, inventory } = found;
    terminal.show(found, [
      ...columns([
        [`${found.handoverNumber}/${found.batchNumber}`, found.state, found.clients, inventory?.hash ?? '-'],
      ]),
      '',
      ...columns(
        gates.map(({ id, ok, force, done, total }) => [
          ok ? '✓' : force === 'warn' ? '!' : '✗',
          `${done}/${total}`,
          terminal.say(`gate.${id}`),
        ]),
      ),
      '',
      ...columns(
        signatures.map(({ side, name, signedAt, manner }) => [side, name, signedAt?.toISOString() ?? '-', manner]),
      ),
    ]);
  }
}
