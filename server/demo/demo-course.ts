import { signMyLetters } from '#modules/signing/signing.client.ts';
import { openSecret, wrapWaitingKeys } from '#modules/vault/vault.client.ts';
import type { Id } from '#platform/kernel/id.ts';
import { type LocalDate, addDays, localDateOf } from '#platform/kernel/local-date.ts';
import { workingCalendar } from '#platform/calendar/working-calendar.ts';
import type { AtWork } from './at-work.ts';
import { type TakenIn, filingDayAfter, lastDayOf, monthBefore } from './demo-clients.ts';
import { checkBatch, prepareKeys, signBatch } from './demo-handover.ts';
import { inspectBatch } from './demo-inspection.ts';
import { differences, heldRegister } from './demo-register.ts';

interface Parties {
  outgoing: AtWork;
  incoming: AtWork;
  supervisor: AtWork;
}

/**
 * A resignation: accepted and pledged, its first batch checked, inspected, signed and sealed, its second in the middle of checking, its
 * third handed in and waiting for the checker.
 */
export async function handOver(
  parties: Parties & { checker: AtWork; drain(): Promise<void> },
  clients: { signed: TakenIn[]; checking: TakenIn[]; handedIn: TakenIn[] },
): Promise<void> {
  const { outgoing, incoming, supervisor, drain } = parties;
  const today = localDateOf(new Date());
  const ids = (list: TakenIn[]) => list.map(({ id }) => id);
  const { handover, batches } = await supervisor.api.handover.start({
    kind: 'resignation',
    reason: '个人原因离职',
    outgoing: outgoing.person,
    incoming: incoming.person,
    supervisor: supervisor.person,
    meanwhile: outgoing.person,
    startsOn: today,
    cutOff: lastDayOf(monthBefore(today, 1)),
    batches: [ids(clients.signed), ids(clients.checking), ids(clients.handedIn)],
  });
  for (const { api } of [outgoing, incoming, supervisor]) await api.handover.answer({ handover, answer: 'accept' });
  await signAfterFiling(supervisor, outgoing, handover);
  await drain();
  for (const { api, keyring, person } of [outgoing, incoming, supervisor])
    await signMyLetters(api.signing, keyring, { me: person, handover });
  await drain();
  await wrapWaitingKeys(outgoing.api.vault, outgoing.keyring, outgoing.firm);
  const [first, second, third] = batches;
  const signed = { handover, batch: first!, clients: ids(clients.signed) };
  for (const { id } of [...clients.signed, ...clients.checking.slice(0, 3), ...clients.handedIn])
    await openAll(incoming, id);
  await incoming.api.reconciliation.checkAgainstSource({
    batch: signed.batch,
    file: heldRegister(clients.signed),
    reading: {},
  });
  await checkBatch(incoming, { ...signed, planted: [] });
  await inspectBatch(parties, signed.batch);
  await prepareKeys(parties, signed);
  await signBatch(parties, signed);

  const checking = { handover, batch: second!, clients: ids(clients.checking) };
  await compare(parties, checking, clients.checking);
  await checkBatch(incoming, { ...checking, clients: checking.clients.slice(1, 4), planted: [] });

  const handedIn = { handover, batch: third!, clients: ids(clients.handedIn) };
  await incoming.api.reconciliation.checkAgainstSource({
    batch: handedIn.batch,
    file: heldRegister(clients.handedIn),
    reading: {},
  });
  await checkBatch(incoming, { ...handedIn, planted: [] });
  await incoming.api.reconciliation.submitLots({ batch: handedIn.batch });
}

/** Agencies keep a change of hands out of the filing period: the supervisor puts the sign-off behind it, as the leaver asked. */
async function signAfterFiling({ api }: AtWork, asking: AtWork, handover: Id<'handover'>): Promise<void> {
  const deadline = filingDayAfter(localDateOf(new Date()));
  const { stages } = await api.handover.read({ handover });
  const last = stages.at(-1)!;
  if (!deadline || last.endsOn > deadline) return;
  const calendar = workingCalendar();
  const days = calendar.workingDaysBetween(last.startsOn, last.endsOn).result;
  const signOn = calendar.addWorkingDays(deadline, 1).result;
  const closes = calendar.addWorkingDays(signOn, 1).result;
  const moved: Record<string, { startsOn: LocalDate; endsOn: LocalDate }> = {
    sign: { startsOn: signOn, endsOn: signOn },
    close: { startsOn: closes, endsOn: calendar.addWorkingDays(closes, days - 1).result },
  };
  await api.handover.replan({
    handover,
    stages: stages.map(({ stage, startsOn, endsOn }) => ({ stage, startsOn, endsOn, ...moved[stage] })),
    reason: `避开 ${Number(deadline.slice(5, 7))} 月征期,申报后再签署`,
    askedBy: asking.person,
  });
}

/** The second batch against the receiver's own register: one difference is corrected, one waits for a second person, one to be noted. */
async function compare(
  { outgoing, incoming, supervisor }: Parties,
  of: { batch: Id<'batch'> },
  clients: TakenIn[],
): Promise<void> {
  const found = await incoming.api.reconciliation.checkAgainstSource({
    batch: of.batch,
    file: heldRegister(clients, differences),
    reading: {},
  });
  const issueOf = (at: number) => found.differences.find(({ client }) => client === clients[at]!.number)!.issue;
  const fee = { issue: issueOf(0), value: '2190160.11', reason: '银行已扣手续费 0.30,企业未入账,补记凭证 记-87' };
  await outgoing.api.reconciliation.proposeCorrection(fee);
  const phone = String(clients[3]!.records.find(({ kind }) => kind === 'contact')!.fields.phone);
  const corrected = await outgoing.api.reconciliation.proposeCorrection({
    issue: issueOf(3),
    value: phone.slice(0, -1) + String((Number(phone.at(-1)) + 1) % 10),
    reason: '客户已换号,电话核实',
  });
  await supervisor.api.reconciliation.confirmCorrection({ correction: corrected.id });
  const dueOn = workingCalendar().addWorkingDays(localDateOf(new Date()), 5).result;
  await outgoing.api.issue.proposeNote({
    issue: issueOf(7),
    cause: '续签合同原件存客户处,尚未取回',
    responsible: outgoing.person,
    dueOn,
  });
}

/** A leave for which the supervisor's own clients are covered: started by the head of the unit, nobody has answered yet. */
export async function beginCover(
  { supervisor, newcomer, head }: { supervisor: AtWork; newcomer: AtWork; head: AtWork },
  clients: TakenIn[],
): Promise<void> {
  const startsOn = workingCalendar().addWorkingDays(localDateOf(new Date()), 5).result;
  await head.api.handover.start({
    kind: 'cover',
    reason: '年休假两周',
    outgoing: supervisor.person,
    incoming: newcomer.person,
    supervisor: head.person,
    meanwhile: newcomer.person,
    startsOn,
    cutOff: addDays(startsOn, -1) as LocalDate,
    batches: [clients.map(({ id }) => id)],
  });
}

async function openAll({ api, keyring }: AtWork, client: TakenIn['id']): Promise<void> {
  for (const { id } of await api.vault.listSecrets({ client })) await openSecret(api.vault, keyring, id);
}
