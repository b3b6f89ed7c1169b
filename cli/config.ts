import type { Command } from 'commander';
import { ConfigError, readConfig } from '#platform/config/config.ts';
import { settings } from '#platform/config/setting.ts';
import { columns } from '#platform/terminal/columns.ts';
import type { Terminal } from '#platform/terminal/terminal.ts';

/** `baton config …`: the settings of the environment, without a server. */
export function registerConfig(program: Command, terminal: Terminal<unknown>): void {
  const config = program.command('config').description('the settings of the environment');
  config
    .command('check')
    .description(
      'read every setting: exit 0 when all can be used, 1 with the name, fault and example of each that cannot',
    )
    .action(() => {
      try {
        const { dataFolder } = readConfig(process.env);
        terminal.show({ faults: [] }, [terminal.say('terminal.config-good', { folder: dataFolder })]);
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        terminal.show({ faults: error.faults }, error.message.split('\n'));
        process.exitCode = 1;
      }
    });
  config
    .command('list')
    .description('every setting, what it is for, an example, and what holds without it')
    .action(() => {
      const all = Object.entries(settings).map(([name, { doc, example, otherwise }]) => ({
        name,
        doc,
        example,
        otherwise,
      }));
      terminal.show(
        all,
        columns(all.map(({ name, example, otherwise, doc }) => [name, example, `(${otherwise})`, doc])),
      );
    });
}
