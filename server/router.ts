import { clientRouter } from '#modules/client/client.router.ts';
import { handoverRouter } from '#modules/handover/handover.router.ts';
import { journalRouter } from '#modules/journal/journal.router.ts';
import { peopleRouter } from '#modules/people/people.router.ts';
import { playbookRouter } from '#modules/playbook/playbook.router.ts';
import { taskRouter } from '#modules/task/task.router.ts';
import { vaultRouter } from '#modules/vault/vault.router.ts';
import { signingRouter } from '#modules/signing/signing.router.ts';
import { issueRouter } from '#modules/issue/issue.router.ts';
import { comparisonRouter, reconciliationRouter } from '#modules/reconciliation/reconciliation.router.ts';
import { archiveRouter } from '#modules/archive/archive.router.ts';
import { disposalRouter } from '#modules/disposal/disposal.router.ts';
import { documentRouter } from '#modules/document/document.router.ts';
import { closingRouter } from '#modules/closing/closing.router.ts';
import { overviewRouter } from '#modules/overview/overview.router.ts';

/** Every operation of every module. */
export const router = {
  people: peopleRouter,
  journal: journalRouter,
  client: clientRouter,
  task: taskRouter,
  playbook: playbookRouter,
  vault: vaultRouter,
  handover: handoverRouter,
  signing: signingRouter,
  issue: issueRouter,
  reconciliation: reconciliationRouter,
  comparison: comparisonRouter,
  archive: archiveRouter,
  disposal: disposalRouter,
  document: documentRouter,
  closing: closingRouter,
  overview: overviewRouter,
};
