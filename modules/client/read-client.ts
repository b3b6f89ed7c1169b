import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import { type Context, transact } from '#platform/context/context.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { WholeClient } from './client.contract.ts';
import { canReadClient } from './client.policy.ts';
import { capabilitiesOn, findClient } from './directory.ts';
import { countOwnEntries } from './own-entries.ts';
import { recordsOf } from './records.ts';
import { shownRecord } from './shown-record.ts';
import { warningsOf } from './warnings.ts';

/**
 * Everything of one client, sensitive values under their masks. Journalled as `client.opened`, once a minute for a person
 * who stays on the page. Refuses with `client.not-found`, or `client.no-read` to a manager who sees the directory only.
 */
export function readClient(context: Context, input: { client: ClientId }): Promise<WholeClient> {
  return transact(context, async (inside) => {
    const client = await findClient(inside, input.client);
    const capabilities = await capabilitiesOn(inside, client.id);
    allow(canReadClient({ client: client.id, capabilities }));
    const records = await recordsOf(inside, [client.id], { ended: true });
    const owner = await people.findPerson(inside, client.owner);
    if ((await countOwnEntries(inside, { verb: 'client.opened', seconds: 60, client: client.id })) === 0)
      await journal.record(inside, { verb: 'client.opened', client: client.id, facts: {} });
    return {
      client: { ...client, ownerName: owner.name },
      capabilities,
      records: records.map(shownRecord),
      warnings: warningsOf(client, records, localDateOf(inside.now)),
    };
  });
}
