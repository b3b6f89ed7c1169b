import type { ContractRouterClient } from '@orpc/contract';
import type { Id } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import type { issueContract } from './issue.contract.ts';

export type IssueApi = ContractRouterClient<typeof issueContract>;

/** The id of an issue by its number, `77` or `#77`; refuses with `issue.not-found`. */
export async function issueByNumber(api: IssueApi, number: string): Promise<Id<'issue'>> {
  const wanted = Number(number.replace('#', ''));
  const { rows } = await api.list({ after: wanted + 1, limit: 1 });
  const found = rows.find((one) => one.number === wanted);
  if (!found) throw notFound('issue', { number });
  return found.id;
}
