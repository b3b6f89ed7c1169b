import type { Command } from 'commander';
import { columns } from '#platform/terminal/columns.ts';
import type { Terminal } from '#platform/terminal/terminal.ts';
import { type HandoverApi, handoverByNumber } from './handover.client.ts';

/** `baton handover …`. */
export function register(program: Command, terminal: Terminal<{ handover: HandoverApi }>): void {
  const handover = program.command('handover').description('handovers that I may see');
  handover
    .command('list')
    .option('--mine', 'only those in which I stand on a side', false)
    .description('handovers with their progress, newest first')
    .action(async ({ mine }: { mine: boolean }) => {
      const found = await terminal.api.handover.list({ mine });
      terminal.show(
        found,
        columns(
          found.map(({ number, kind, state, clients, done, total, parties }) => [
            number,
            kind,
            state,
            clients,
            `${done}/${total}`,
            parties.map(({ person }) => person.name).join(' → '),
          ]),
        ),
      );
    });
  handover
    .command('show')
    .argument('<number>', 'such as H-2026-0001')
    .description('one handover: parties, plan, batches')
    .action(async (number: string) => {
      const found = await handoverByNumber(terminal.api.handover, number);
      const parties = found.parties.map(({ side, person, answer, basis }) => [side, person.name, answer, basis]);
      const stages = found.stages.map(({ stage, startsOn, endsOn, state }) => [stage, startsOn, endsOn, state]);
      const batches = found.batches.map((batch) => [
        `${found.number}/${batch.number}`,
        batch.state,
        batch.clients,
        Object.entries(batch.items)
          .map(([state, count]) => `${state} ${count}`)
          .join(', '),
      ]);
      terminal.show(found, [
        ...columns([[found.number, found.kind, found.manner, found.state, found.cutOff]]),
        '',
        ...columns(parties),
        '',
        ...columns(stages),
        '',
        ...columns(batches),
      ]);
    });
}
