import { clientJobs } from '#modules/client/client.jobs.ts';
import { documentJobs } from '#modules/document/document.jobs.ts';
import { archiveJobs } from '#modules/archive/archive.jobs.ts';
import { disposalJobs } from '#modules/disposal/disposal.jobs.ts';
import { handoverJobs } from '#modules/handover/handover.jobs.ts';
import { journalJobs } from '#modules/journal/journal.jobs.ts';
import { reconciliationJobs } from '#modules/reconciliation/reconciliation.jobs.ts';
import { signingJobs } from '#modules/signing/signing.jobs.ts';
import type { Context } from '#platform/context/context.ts';

/** A job of a module: what it does with the ids it was given, as the firm's worker on behalf of who asked for it. */
export type JobHandler = (context: Context, data: Record<string, unknown>) => Promise<void>;

/** Every job of every module, by its name. */
export const jobs: Record<string, JobHandler> = {
  ...journalJobs,
  ...clientJobs,
  ...handoverJobs,
  ...documentJobs,
  ...signingJobs,
  ...reconciliationJobs,
  ...archiveJobs,
  ...disposalJobs,
};

/** Which jobs follow what is journalled, by the verb; they are told handover, client and subject of the entry. */
export const followers: Record<string, string[]> = {
  'handover.running': ['signing.issue-letters'],
  'handover.manner-changed': ['signing.issue-letters'],
  'handover.replanned': ['signing.issue-letters'],
  'vault.secret-sealed': ['handover.take-up-secrets'],
  'vault.secret-changed': ['handover.take-up-secrets'],
  'vault.secret-ended': ['handover.take-up-secrets'],
  'document.added': ['document.read-document'],
  'archive.package-sealed': ['signing.end-access'],
};

export const jobNames = Object.keys(jobs);
