import * as handover from '#modules/handover/handover.ts';
import * as vault from '#modules/vault/vault.ts';
import { workingCalendar } from '#platform/calendar/working-calendar.ts';
import type { Inside } from '#platform/context/context.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import type { Effects } from './closing.contract.ts';

/** What the last signature of a batch will bring about, counted from what stands now. */
export async function effectsOf(inside: Inside, batch: handover.Batch): Promise<Effects> {
  const clients = await handover.clientsOf(inside, batch);
  const secrets = await vault.selectSecrets(inside, clients);
  const pending = await vault.pendingKeyVersions(inside, clients);
  return {
    clients: clients.length,
    newKeys: pending.length,
    accessEnding: clients.length,
    secretsToChange: secrets.length,
    changeBy: workingCalendar().addWorkingDays(localDateOf(inside.now), 1).result,
  };
}
