import type { Command } from 'commander';
import type { Terminal } from '#platform/terminal/terminal.ts';
import type { Api } from './connect.ts';

/** Puts commands under `baton`. */
type Register = (program: Command, terminal: Terminal<Api>) => void;

/** What registers each command, by its first word, in the order of the help. */
const commands: Record<string, () => Promise<Register>> = {
  config: async () => (await import('./config.ts')).registerConfig,
  doctor: async () => (await import('./doctor.ts')).registerDoctor,
  'master-key': async () => (await import('./master-key.ts')).registerMasterKey,
  backup,
  restore: backup,
  people,
  key: people,
  client: async () => (await import('#modules/client/client.cli.ts')).register,
  handover: async () => (await import('#modules/handover/handover.cli.ts')).register,
  letter: async () => (await import('#modules/signing/signing.cli.ts')).register,
  vault: async () => (await import('#modules/vault/vault.cli.ts')).register,
  check: async () => (await import('#modules/reconciliation/reconciliation.cli.ts')).register,
  comparison: async () => (await import('#modules/reconciliation/comparison.cli.ts')).register,
  reconcile: async () => {
    const { register } = await import('#modules/reconciliation/reconcile.cli.ts');
    const { languageOf, speak } = await import('./words.ts');
    return (program) => register(program, async () => speak(languageOf(process.env)));
  },
  issue: async () => (await import('#modules/issue/issue.cli.ts')).register,
  'sign-off': async () => (await import('#modules/closing/closing.cli.ts')).register,
  journal: async () => (await import('#modules/journal/journal.cli.ts')).register,
  archive: async () => (await import('#modules/archive/archive.cli.ts')).register,
};

async function backup(): Promise<Register> {
  return (await import('./backup.ts')).registerBackup;
}

async function people(): Promise<Register> {
  return (await import('#modules/people/people.cli.ts')).register;
}

/**
 * Puts the command under `baton` that the arguments ask for, and loads what it needs alone; all of them where the first word is
 * none of theirs, as for help.
 */
export async function registerAsked(program: Command, terminal: Terminal<Api>, args: readonly string[]): Promise<void> {
  const word = args.find((one) => !one.startsWith('-')) ?? '';
  const asked = Object.hasOwn(commands, word) ? [commands[word]!] : [...new Set(Object.values(commands))];
  for (const register of await Promise.all(asked.map((load) => load()))) register(program, terminal);
}
