import type { Command } from 'commander';
import { ConfigError, readConfig } from '#platform/config/config.ts';
import type { Facts } from '#platform/kernel/refusal.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { columns } from '#platform/terminal/columns.ts';
import type { Terminal } from '#platform/terminal/terminal.ts';

/** A trial as the server answers it. */
interface Finding {
  trial: string;
  milliseconds: number;
  found: { code: string; facts: Facts } | null;
  fault: { code: string; facts: Facts } | null;
}

/**
 * `baton doctor`: the settings of this environment, then everything that the running server tries for real. Exits with 0 when all
 * is whole; otherwise names the first fault and how to mend it, with 1 when something failed and 2 when the server could not be
 * asked.
 */
export function registerDoctor(program: Command, terminal: Terminal<unknown>): void {
  program
    .command('doctor')
    .description('sign, seal, write and read for real on the running server; names the first fault and how to mend it')
    .action(async () => {
      refuseFaultySettings();
      const findings = await ask(terminal.server);
      const first = findings.find(({ fault }) => fault);
      const lines = findings.map(({ trial, milliseconds, found, fault }) => [
        fault ? '✘' : '✔',
        terminal.say(`terminal.doctor.${trial}`),
        `${milliseconds} ms`,
        found && terminal.say(`terminal.doctor.found.${found.code}`, found.facts),
      ]);
      const verdict = first
        ? terminal.say(`refusal.${first.fault!.code}`, first.fault!.facts)
        : terminal.say('terminal.doctor.whole', { count: findings.length });
      terminal.show({ findings }, [...columns(lines), '', verdict]);
      if (first) process.exitCode = 1;
    });
}

function refuseFaultySettings(): void {
  try {
    readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new Refusal('doctor.settings', { faults: error.message });
  }
}

async function ask({ url, headers }: Terminal<unknown>['server']): Promise<Finding[]> {
  const ready = await fetch(new URL('/readyz', url));
  if (!ready.ok) throw new Refusal('doctor.not-ready');
  const answer = await fetch(new URL('/doctor', url), { method: 'POST', headers });
  const body = (await answer.json()) as { findings: Finding[] } | { code: string; facts: Facts };
  if ('code' in body) throw new Refusal(body.code, body.facts);
  return body.findings;
}
