import { clientContract } from '#modules/client/client.contract.ts';
import { handoverContract } from '#modules/handover/handover.contract.ts';
import { journalContract } from '#modules/journal/journal.contract.ts';
import { peopleContract } from '#modules/people/people.contract.ts';
import { playbookContract } from '#modules/playbook/playbook.contract.ts';
import { taskContract } from '#modules/task/task.contract.ts';
import { vaultContract } from '#modules/vault/vault.contract.ts';
import { signingContract } from '#modules/signing/signing.contract.ts';
import { issueContract } from '#modules/issue/issue.contract.ts';
import { comparisonContract, reconciliationContract } from '#modules/reconciliation/reconciliation.contract.ts';
import { archiveContract } from '#modules/archive/archive.contract.ts';
import { disposalContract } from '#modules/disposal/disposal.contract.ts';
import { documentContract } from '#modules/document/document.contract.ts';
import { closingContract } from '#modules/closing/closing.contract.ts';
import { overviewContract } from '#modules/overview/overview.contract.ts';

/** The whole API: one entry a module, one line an operation. Browser-safe. */
export const contract = {
  people: peopleContract,
  journal: journalContract,
  client: clientContract,
  task: taskContract,
  playbook: playbookContract,
  vault: vaultContract,
  handover: handoverContract,
  signing: signingContract,
  issue: issueContract,
  reconciliation: reconciliationContract,
  comparison: comparisonContract,
  archive: archiveContract,
  disposal: disposalContract,
  document: documentContract,
  closing: closingContract,
  overview: overviewContract,
};

export type Contract = typeof contract;
