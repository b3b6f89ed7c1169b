import type { Command } from 'commander';
import { columns } from '#platform/terminal/columns.ts';
import type { Terminal } from '#platform/terminal/terminal.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { type IssueApi, issueByNumber } from './issue.client.ts';
import type { WholeIssue } from './issue.contract.ts';

/** `baton issue …`. */
export function register(program: Command, terminal: Terminal<{ issue: IssueApi }>): void {
  const issue = program.command('issue').description('differences and shortages found in checking');
  const show = (found: WholeIssue) =>
    terminal.show(found, [
      ...columns([[`#${found.number}`, found.state, found.item.title, found.field, found.owner.name, found.dueOn]]),
      ...columns(found.course.map(({ at, step, by, said }) => [at.toISOString(), step, by.name, said])),
    ]);
  issue
    .command('list')
    .option('--all', 'settled ones too', false)
    .description('issues of the clients that I see, newest first')
    .action(async ({ all }: { all: boolean }) => {
      const { rows } = await terminal.api.issue.list({ limit: 500, ...(all ? {} : { state: 'unsettled' }) });
      terminal.show(
        rows,
        columns(
          rows.map(({ number, state, client, item, field, owner, dueOn }) => [
            `#${number}`,
            state,
            client.number,
            item.title,
            field,
            owner.name,
            dueOn,
          ]),
        ),
      );
    });
  issue
    .command('show')
    .argument('<number>', 'such as 77')
    .description('one issue with its course')
    .action(async (number: string) => {
      const { api } = terminal;
      show(await api.issue.read({ issue: await issueByNumber(api.issue, number) }));
    });
  issue
    .command('answer')
    .argument('<number>', 'such as 77')
    .argument('<words>', 'cause, and what should be done')
    .description('answer an issue that waits for me')
    .action(async (number: string, answer: string) => {
      const { api } = terminal;
      show(await api.issue.answer({ issue: await issueByNumber(api.issue, number), answer }));
    });
  issue
    .command('note')
    .argument('<number>', 'such as 77')
    .requiredOption('--cause <words>', 'as it is printed on the inventory')
    .requiredOption('--until <day>', 'such as 2026-12-31')
    .option('--person <id>', 'who settles it; the owner of the issue where nobody is named')
    .description('propose to note an issue in the inventory (附说明)')
    .action(async (number: string, given: { cause: string; until: string; person?: string }) => {
      const { api } = terminal;
      const found = await api.issue.read({ issue: await issueByNumber(api.issue, number) });
      const responsible = (given.person as PersonId | undefined) ?? found.owner.id;
      show(
        await api.issue.proposeNote({
          issue: found.id,
          cause: given.cause,
          dueOn: given.until as LocalDate,
          responsible,
        }),
      );
    });
  issue
    .command('approve-note')
    .argument('<number>', 'such as 77')
    .description('approve the note of an issue as the supervisor')
    .action(async (number: string) => {
      const { api } = terminal;
      show(await api.issue.approveNote({ issue: await issueByNumber(api.issue, number) }));
    });
}
