import type { Command } from 'commander';
import { callHelper } from './engine/compare/helper.ts';
import { type Say, usage } from './reconcile-usage.ts';

export type { Say };

/** Names the command among the others; it runs by itself, so that nothing else has to be loaded for it. */
export function register(program: Command, speak: () => Promise<Say>): void {
  program
    .command('reconcile')
    .usage(usage.replace('baton reconcile ', ''))
    .description('compare two files or tables row by row: exit 0 the same, 1 differences, 2 could not be read')
    .allowUnknownOption()
    .allowExcessArguments()
    .argument('[arguments...]')
    .helpOption(false)
    .action(async (_given: string[], _options: unknown, command: Command) => {
      process.exitCode = await reconcile(command.args, speak);
    });
}

/** Compares two sources as `reconcileFiles` says; its second thread starts while the rest is loaded. */
export async function reconcile(args: string[], speak: () => Promise<Say>): Promise<0 | 1> {
  const helper = callHelper(args);
  try {
    const { reconcileFiles } = await import('./reconcile-files.ts');
    return await reconcileFiles(args, speak, helper);
  } finally {
    helper?.stop();
  }
}
