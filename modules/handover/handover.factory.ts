import { aClient } from '#modules/client/client.factory.ts';
import type { RecordDraft } from '#modules/client/client.contract.ts';
import * as vault from '#modules/vault/vault.ts';
import { asJob, transact } from '#platform/context/context.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { type LocalDate, addDays, localDateOf } from '#platform/kernel/local-date.ts';
import type { House, Someone } from '#testing/house.ts';
import type { StartHandover } from './handover.contract.ts';
import * as handover from './handover.ts';

/** A handover as a test knows it. */
export interface MadeHandover {
  handover: Id<'handover'>;
  number: string;
  batches: Id<'batch'>[];
  /** The clients of each batch. */
  clients: ClientId[][];
  outgoing: Someone;
  incoming: Someone;
  supervisor: Someone;
}

export interface HandoverWish {
  /** How many clients each batch has; or the clients themselves. One batch of one client where nothing is said. */
  batches?: (number | ClientId[])[];
  /** What each made client has on record, beside what `aClient` gives it. */
  records?: RecordDraft[];
  /** `asked`: nobody has answered yet. `running`: all accepted, the inventory is made. `checking`: the receiver may begin. */
  until?: 'asked' | 'running' | 'checking';
  parties?: Partial<Pick<MadeHandover, 'outgoing' | 'incoming' | 'supervisor'>>;
  input?: Partial<StartHandover>;
}

/** A day `days` after today in China. */
export function inDays(days: number): LocalDate {
  return addDays(localDateOf(new Date()), days);
}

/** A handover made by the product's own operations: people hired, clients taken in, parties asked, inventory made. */
export async function aHandover(house: House, wish: HandoverWish = {}): Promise<MadeHandover> {
  const outgoing = wish.parties?.outgoing ?? (await house.hire('李娜'));
  const incoming = wish.parties?.incoming ?? (await house.hire('王敏'));
  const supervisor =
    wish.parties?.supervisor ?? (await house.hire('张敬', { title: '会计主管', positions: ['head-of-accounting'] }));
  const clients: ClientId[][] = [];
  for (const given of wish.batches ?? [1]) {
    if (typeof given !== 'number') clients.push(given);
    else clients.push(await someClients(house, outgoing, given, wish.records));
  }
  const started = await handover.startHandover(house.founder.context, {
    kind: 'resignation',
    outgoing: outgoing.id,
    incoming: incoming.id,
    supervisor: supervisor.id,
    meanwhile: outgoing.id,
    startsOn: inDays(3),
    cutOff: inDays(1),
    batches: clients,
    ...wish.input,
  });
  const made = { ...started, clients, outgoing, incoming, supervisor };
  if (wish.until === 'asked') return made;
  for (const { context } of [outgoing, incoming, supervisor])
    await handover.answerHandover(context, { handover: made.handover, answer: 'accept' });
  await house.drain();
  if (wish.until === 'checking') await openForChecking(house, made);
  return made;
}

/** Gives receiver and supervisor their access and begins the checking, as signed pledges do. */
export async function openForChecking(house: House, made: MadeHandover): Promise<void> {
  const job = asJob(made.supervisor.context, house.firm, made.supervisor.id);
  await transact(job, async (inside) => {
    const given = { clients: made.clients.flat(), reason: 'handover', handover: made.handover };
    const endsAt = new Date(inside.now.getTime() + 30 * 86_400_000);
    await vault.grant(inside, [
      { ...given, person: made.incoming.id, capabilities: ['read', 'reveal', 'check', 'open'], endsAt },
      { ...given, person: made.supervisor.id, capabilities: ['read', 'supervise'], endsAt },
    ]);
    await handover.beginChecking(inside, made.handover);
  });
}

async function someClients(
  house: House,
  owner: Someone,
  count: number,
  records: RecordDraft[] | undefined,
): Promise<ClientId[]> {
  const made: ClientId[] = [];
  for (let n = 0; n < count; n += 1) {
    const { id } = await aClient(house.founder.context, { owner: owner.id, ...(records ? { records } : {}) });
    made.push(id);
  }
  return made;
}
