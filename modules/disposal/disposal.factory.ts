import { aClient } from '#modules/client/client.factory.ts';
import * as document from '#modules/document/document.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import type { House, Someone } from '#testing/house.ts';
import { signDisposal } from './disposal.client.ts';
import type { PrepareDisposal, WholeDisposal } from './disposal.contract.ts';
import * as disposal from './disposal.ts';
import type { Stage } from './seats.ts';

/** The people of a disposal: five who give their opinion, and one of information systems. */
export interface Officers {
  headOfUnit: Someone;
  headOfArchives: Someone;
  headOfAccounting: Someone;
  archivist: Someone;
  accountant: Someone;
  informationSystems: Someone;
}

export async function theOfficers({ founder, hire }: House): Promise<Officers> {
  return {
    headOfUnit: founder,
    headOfArchives: await hire('档案负责人', { roles: [], positions: ['head-of-archives'] }),
    headOfAccounting: await hire('会计负责人', { roles: [], positions: ['head-of-accounting'] }),
    archivist: await hire('档案员', { roles: [], positions: ['archivist'] }),
    accountant: await hire('会计经办', { roles: ['staff'], positions: ['accountant'] }),
    informationSystems: await hire('信息管理', { roles: [], positions: ['information-systems'] }),
  };
}

/** Who signs when. */
export function seatsOf(of: Officers): PrepareDisposal['seats'] {
  return [
    { stage: 'appraisal', seat: 'archives', person: of.archivist.id },
    { stage: 'appraisal', seat: 'accounting', person: of.headOfAccounting.id },
    { stage: 'opinion', seat: 'head-of-unit', person: of.headOfUnit.id },
    { stage: 'opinion', seat: 'head-of-archives', person: of.headOfArchives.id },
    { stage: 'opinion', seat: 'head-of-accounting', person: of.headOfAccounting.id },
    { stage: 'opinion', seat: 'archives-handler', person: of.archivist.id },
    { stage: 'opinion', seat: 'accounting-handler', person: of.accountant.id },
    { stage: 'check', seat: 'archives', person: of.archivist.id },
    { stage: 'check', seat: 'accounting', person: of.accountant.id },
    { stage: 'check', seat: 'information-systems', person: of.informationSystems.id },
  ];
}

const signers: Record<Stage, (of: Officers) => Someone[]> = {
  appraisal: (of) => [of.archivist, of.headOfAccounting],
  opinion: (of) => [of.headOfUnit, of.headOfArchives, of.headOfAccounting, of.archivist, of.accountant],
  check: (of) => [of.archivist, of.accountant, of.informationSystems],
  watched: (of) => [of.archivist, of.accountant, of.informationSystems],
};

/** A file of a client that was due long ago, or of the given year. */
export async function aVoucher(
  { founder, hire }: House,
  { year = 1990, client, text = Math.random().toString(36) }: { year?: number; client?: ClientId; text?: string } = {},
): Promise<{ owner: Someone; client: ClientId; file: Id<'document'> }> {
  const owner = await hire('李娜');
  const of = client ?? (await aClient(founder.context, { owner: owner.id })).id;
  async function* content() {
    yield Buffer.from(`%PDF-1.7\n${text}\n`);
  }
  const { id: file } = await document.addDocument(owner.context, { client: of, name: '凭证.pdf' }, content());
  await document.fileDocuments(owner.context, { documents: [file], kind: 'accounting-voucher', year });
  return { owner, client: of, file };
}

/** A list of these files, drawn up by the archivist. */
export function aList(of: Officers, documents: Id<'document'>[], more: Partial<PrepareDisposal> = {}) {
  return disposal.prepareDisposal(of.archivist.context, {
    documents,
    appraisal: '经鉴定,保管期满,无继续保存价值,同意销毁。',
    heldBack: [],
    seats: seatsOf(of),
    ...more,
  });
}

/** One person signs at the seat that waits for them, as the browser does. */
export function signs(
  who: Someone,
  id: Id<'disposal'>,
  opinion: { agrees: boolean; remark?: string } = { agrees: true },
): Promise<WholeDisposal> {
  const api = {
    readDisposal: (input: { disposal: Id<'disposal'> }) => disposal.readDisposal(who.context, input),
    signDisposal: (input: Parameters<typeof disposal.signDisposal>[1]) => disposal.signDisposal(who.context, input),
  };
  return signDisposal(api as never, who.keyring, { disposal: id, ...opinion });
}

/** Everybody of these stages signs, one after the other. */
export async function allSign(of: Officers, id: Id<'disposal'>, ...stages: Stage[]): Promise<void> {
  for (const stage of stages) for (const who of signers[stage](of)) await signs(who, id);
}
