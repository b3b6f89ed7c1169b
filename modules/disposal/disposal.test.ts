import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import * as document from '#modules/document/document.ts';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import * as task from '#modules/task/task.ts';
import { transact } from '#platform/context/context.ts';
import { canonicalHash } from '#platform/crypto/canonical-json.ts';
import { signStatement, verifyStatement } from '#platform/crypto/statement.ts';
import type { Id } from '#platform/kernel/id.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import type { DisposalCertificate } from './certificate.ts';
import { aList, aVoucher, allSign, type Officers, seatsOf, signs, theOfficers } from './disposal.factory.ts';
import { disposalListSchema } from './disposal.contract.ts';
import * as disposal from './disposal.ts';

const house = useHouse();
let of: Officers;
beforeAll(async () => {
  of = await theOfficers(house());
}, 60_000);

const byKind = async (who: Someone) => (await task.listMine(who.context, { limit: 200, offset: 0 })).byKind;

async function content(who: Someone, file: Id<'document'>) {
  const { content: bytes } = await document.openDocument(who.context, { document: file });
  const pieces: Buffer[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

test('where nothing is due there is nothing to list', async () => {
  expect((await disposal.previewDisposal(of.archivist.context)).lines).toEqual([]);
  await expect(
    disposal.prepareDisposal(of.archivist.context, {
      documents: null,
      appraisal: '定期鉴定',
      heldBack: [],
      seats: seatsOf(of),
    }),
  ).rejects.toMatchObject({ code: 'disposal.nothing-due' });
});

test('from appraisal to certificate: two appraise, five agree, three check, it is destroyed in front of them, they sign, and the certificate stays', async () => {
  const { owner, client, file } = await aVoucher(house());
  const { id, number, list, state } = await aList(of, [file]);
  expect(state).toBe('appraisal');
  const [line] = disposalListSchema.parse(JSON.parse(list)).lines;
  expect(line).toMatchObject({
    name: '记账凭证',
    volume: '1',
    copies: 1,
    from: 1990,
    to: 1990,
    keepFor: '30年',
    mayGoFrom: '2021-01-01',
    heldBack: null,
  });
  expect(line!.keptFor).toMatch(/^\d+年$/);

  await allSign(of, id, 'appraisal');
  expect(await byKind(of.headOfUnit)).toMatchObject({ 'disposal.sign-opinion': 1 });
  await allSign(of, id, 'opinion', 'check');
  expect(await disposal.readDisposal(of.archivist.context, { disposal: id })).toMatchObject({ state: 'ready' });
  expect((await content(owner, file)).length).toBeGreaterThan(0);

  await disposal.destroy(of.archivist.context, { disposal: id });
  await house().drain();
  expect(await disposal.readDisposal(of.archivist.context, { disposal: id })).toMatchObject({ state: 'watched' });
  await expect(content(owner, file)).rejects.toMatchObject({ code: 'file.destroyed' });
  expect(await document.readKeeping(owner.context, { client })).toMatchObject([{ destroyedAt: expect.any(Date) }]);
  const { rows: keys } = await transact(owner.context, ({ client: sql }) =>
    sql.query('select from file_key k join document d on d.stored_file_id = k.stored_file_id where d.id = $1', [file]),
  );
  expect(keys).toEqual([]);

  await allSign(of, id, 'watched');
  await house().drain();
  const done = await disposal.readDisposal(of.archivist.context, { disposal: id });
  expect(done).toMatchObject({ state: 'certified', number });
  const bag = join(house().dataFolder, 'archive', house().firm, number);
  for (const manifest of ['manifest-sha256.txt', 'tagmanifest-sha256.txt'])
    await promisify(execFile)('sha256sum', ['--strict', '-c', manifest], { cwd: bag });
  const certificate = JSON.parse(await readFile(join(bag, 'data', 'certificate.json'), 'utf8')) as DisposalCertificate;
  expect(certificate.signatures).toHaveLength(13);
  expect(canonicalHash(certificate.list)).toBe(certificate.listHash);
  for (const { signed } of certificate.signatures)
    expect(verifyStatement(signed, { purpose: 'baton/disposal/v1', fingerprint: signed.fingerprint })).toMatchObject({
      listHash: certificate.listHash,
    });
  const { entries } = await journal.listEntries(house().founder.context, {
    client,
    verb: 'disposal.files-destroyed',
    limit: 5,
  });
  expect(entries).toMatchObject([{ facts: { number, documents: [file] } }]);
  const paper = await house().server.inject({
    url: `/disposals/${id}/certificate.pdf`,
    headers: { authorization: `Bearer ${of.archivist.token}` },
  });
  expect([paper.statusCode, paper.rawPayload.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
}, 60_000);

test('what may not go yet is not listed: a file of last year, one on another list, one that nobody filed', async () => {
  const young = await aVoucher(house(), { year: 2025 });
  await expect(aList(of, [young.file])).rejects.toMatchObject({ code: 'disposal.not-due' });
  const due = await aVoucher(house());
  const first = await aList(of, [due.file]);
  await expect(aList(of, [due.file])).rejects.toMatchObject({
    code: 'disposal.on-another-list',
    facts: { number: first.number },
  });
  await disposal.withdrawDisposal(of.archivist.context, { disposal: first.id, reason: '重新鉴定' });
  expect(await aList(of, [due.file])).toMatchObject({ state: 'appraisal' });
});

test('what is under a legal hold stands on the list as held back and is not destroyed; nothing else to destroy is refused', async () => {
  const held = await aVoucher(house());
  const free = await aVoucher(house());
  await document.placeSafeguard(of.headOfArchives.context, { kind: 'hold', client: held.client, reason: '诉讼保全' });
  await expect(aList(of, [held.file])).rejects.toMatchObject({ code: 'disposal.all-held-back' });
  const { id, list, documents, heldBack } = await aList(of, [held.file, free.file]);
  expect([documents, heldBack]).toEqual([1, 1]);
  const lines = disposalListSchema.parse(JSON.parse(list)).lines;
  expect(lines.find((line) => line.document === held.file)?.heldBack).toEqual({ reason: 'hold', note: null });
  await allSign(of, id, 'appraisal', 'opinion', 'check');
  await disposal.destroy(of.archivist.context, { disposal: id });
  await house().drain();
  expect((await content(held.owner, held.file)).length).toBeGreaterThan(0);
  await expect(content(free.owner, free.file)).rejects.toMatchObject({ code: 'file.destroyed' });
});

test('the appraiser holds back what touches an unsettled debt, with a note', async () => {
  const [debt, free] = [await aVoucher(house()), await aVoucher(house())];
  const { list } = await aList(of, [debt.file, free.file], {
    heldBack: [{ document: debt.file, reason: 'unsettled-debt', note: '应收账款未收回' }],
  });
  expect(disposalListSchema.parse(JSON.parse(list)).lines.find((line) => line.document === debt.file)).toMatchObject({
    heldBack: { reason: 'unsettled-debt', note: '应收账款未收回' },
  });
});

test('a file whose content another file shares is held back, since destroying it would destroy that one', async () => {
  const one = await aVoucher(house(), { text: 'the same' });
  const free = await aVoucher(house());
  async function* same() {
    yield Buffer.from('%PDF-1.7\nthe same\n');
  }
  await document.addDocument(one.owner.context, { client: one.client, name: '副本.pdf' }, same());
  const { list } = await aList(of, [one.file, free.file]);
  expect(disposalListSchema.parse(JSON.parse(list)).lines.find((line) => line.document === one.file)).toMatchObject({
    heldBack: { reason: 'shared' },
  });
});

test('a hold that comes after the five opinions keeps everything on the list from being destroyed, before the order and after it', async () => {
  const { client, file, owner } = await aVoucher(house());
  const { id } = await aList(of, [file]);
  await allSign(of, id, 'appraisal', 'opinion', 'check');
  const hold = await document.placeSafeguard(of.headOfArchives.context, { kind: 'hold', client, reason: '诉讼' });
  await expect(disposal.destroy(of.archivist.context, { disposal: id })).rejects.toMatchObject({
    code: 'disposal.now-held-back',
    facts: { reason: 'hold' },
  });
  await document.askToLift(of.headOfArchives.context, { safeguard: hold.id, reason: '撤诉' });
  await document.liftSafeguard(of.archivist.context, { safeguard: hold.id });
  await disposal.destroy(of.archivist.context, { disposal: id });
  await document.placeSafeguard(of.headOfArchives.context, { kind: 'hold', client, reason: '又诉讼' });
  await house().drain();
  expect(await disposal.readDisposal(of.archivist.context, { disposal: id })).toMatchObject({
    state: 'ready',
    stoppedFor: 'hold',
  });
  expect((await content(owner, file)).length).toBeGreaterThan(0);
});

test('who does not agree says why, and the list ends with nothing destroyed', async () => {
  const { file } = await aVoucher(house());
  const { id } = await aList(of, [file]);
  await allSign(of, id, 'appraisal');
  await expect(signs(of.headOfUnit, id, { agrees: false })).rejects.toMatchObject({ code: 'disposal.remark-needed' });
  expect(await signs(of.headOfUnit, id, { agrees: false, remark: '仍有税务检查' })).toMatchObject({
    state: 'ended',
    endedFor: '仍有税务检查',
  });
  await expect(disposal.destroy(of.archivist.context, { disposal: id })).rejects.toMatchObject({
    code: 'disposal.not-ready',
  });
  await expect(disposal.withdrawDisposal(of.archivist.context, { disposal: id, reason: '再撤' })).rejects.toMatchObject(
    { code: 'disposal.not-open' },
  );
});

test('each signs at the own seat, once, in turn, as long as the position is held', async () => {
  const { file } = await aVoucher(house());
  const { id } = await aList(of, [file]);
  const read = await disposal.readDisposal(of.archivist.context, { disposal: id });
  const sign = (who: Someone, statement: object) =>
    disposal.signDisposal(who.context, {
      disposal: id,
      signed: signStatement({ ...read.toSign!, ...statement }, who.keyring.signingSecret) as never,
    });
  await expect(sign(of.headOfUnit, {})).rejects.toMatchObject({ code: 'disposal.not-your-seat' });
  await expect(
    sign(of.headOfUnit, { stage: 'opinion', seat: 'head-of-unit', person: of.headOfUnit.id }),
  ).rejects.toMatchObject({ code: 'disposal.not-at-this-stage' });
  await expect(sign(of.archivist, { listHash: '0'.repeat(64) })).rejects.toMatchObject({
    code: 'disposal.statement-differs',
    facts: { member: 'listHash' },
  });
  await expect(
    disposal.signDisposal(of.archivist.context, {
      disposal: id,
      signed: signStatement(read.toSign!, of.accountant.keyring.signingSecret),
    }),
  ).rejects.toMatchObject({ code: 'signing.key-differs' });
  await signs(of.archivist, id);
  await expect(sign(of.archivist, {})).rejects.toMatchObject({ code: 'disposal.signed-already' });
  await expect(signs(of.archivist, id)).rejects.toMatchObject({ code: 'disposal.not-your-turn' });
  const standing = (positions: 'head-of-accounting'[]) =>
    people.changeStanding(house().founder.context, {
      person: of.headOfAccounting.id,
      title: '会计负责人',
      roles: [],
      positions,
    });
  await standing([]);
  const seat = { stage: 'appraisal', seat: 'accounting', person: of.headOfAccounting.id };
  await expect(sign(of.headOfAccounting, seat)).rejects.toMatchObject({ code: 'disposal.position-lost' });
  await standing(['head-of-accounting']);
});

test.each([
  ['nobody for a seat', (all: ReturnType<typeof seatsOf>) => all.slice(1), 'disposal.seat-missing'],
  [
    'one person twice where they check',
    (all: ReturnType<typeof seatsOf>) =>
      all.map((one) => (one.stage === 'check' ? { ...one, person: of.archivist.id } : one)),
    'disposal.seat-twice',
  ],
  [
    'the archivist as the head of archives as well',
    (all: ReturnType<typeof seatsOf>) =>
      all.map((one) => (one.seat === 'archives-handler' ? { ...one, person: of.headOfArchives.id } : one)),
    'disposal.seats-apart',
  ],
  [
    'somebody without the position',
    (all: ReturnType<typeof seatsOf>) =>
      all.map((one) => (one.seat === 'information-systems' ? { ...one, person: of.headOfUnit.id } : one)),
    'disposal.seat-position',
  ],
])('a list is not drawn up with %s', async (_what, change, code) => {
  const { file } = await aVoucher(house());
  await expect(aList(of, [file], { seats: change(seatsOf(of)) })).rejects.toMatchObject({ code });
});

test('a list that reads otherwise than its hash says is not signed', async () => {
  const { file } = await aVoucher(house());
  const { id } = await aList(of, [file]);
  const { signDisposal } = await import('./disposal.client.ts');
  const read = await disposal.readDisposal(of.archivist.context, { disposal: id });
  const lying = {
    readDisposal: async () => ({ ...read, list: read.list.replace('记账凭证', '原始凭证') }),
    signDisposal: async () => read,
  };
  await expect(
    signDisposal(lying as never, of.archivist.keyring, { disposal: id, agrees: true }),
  ).rejects.toMatchObject({ code: 'disposal.list-differs' });
});

test('an accountant draws up no list, destroys nothing, and sees no disposal at which somebody else signs', async () => {
  const { owner, file } = await aVoucher(house());
  const { id } = await aList(of, [file]);
  await expect(disposal.previewDisposal(owner.context)).rejects.toMatchObject({ code: 'disposal.only-archivists' });
  await expect(aList({ ...of, archivist: owner }, [file])).rejects.toMatchObject({ code: 'disposal.only-archivists' });
  expect(await disposal.listDisposals(owner.context)).toEqual([]);
  await expect(disposal.readDisposal(owner.context, { disposal: id })).rejects.toMatchObject({
    code: 'disposal.not-found',
  });
  const paper = await house().server.inject({
    url: `/disposals/${id}/certificate.pdf`,
    headers: { authorization: `Bearer ${of.archivist.token}` },
  });
  expect([paper.statusCode, paper.json<{ code: string }>().code]).toEqual([404, 'disposal-paper.not-found']);
});

test('the database destroys nothing before ten have signed, whatever the program says, and lets nobody sign for another', async () => {
  const { file } = await aVoucher(house());
  const { id } = await aList(of, [file]);
  const attempt = (who: Someone, text: string) => transact(who.context, ({ client: sql }) => sql.query(text, [id]));
  await expect(attempt(of.archivist, `update disposal set state = 'destroying' where id = $1`)).rejects.toThrow(
    /five agree/,
  );
  await expect(attempt(of.archivist, `update disposal set state = 'certified' where id = $1`)).rejects.toThrow(
    /who destroyed it/,
  );
  await expect(attempt(of.archivist, `update disposal set list = '{}' where id = $1`)).rejects.toThrow(
    /permission denied/,
  );
  await expect(attempt(of.archivist, `delete from disposal where id = $1`)).rejects.toThrow(/permission denied/);
  await expect(
    attempt(
      of.archivist,
      `update disposal_seat set signature_id = (select id from signature limit 1), agrees = true, signed_at = now() where disposal_id = $1 and seat = 'head-of-unit'`,
    ),
  ).rejects.toThrow(/for themselves|row-level security/);
  await expect(
    attempt(of.archivist, `update document_filing set destroyed_at = now() where document_id = $1`),
  ).rejects.toThrow(/permission denied/);
});

test('what has become due is a task for the archives, once, and nothing more; a list settles it', async () => {
  const { file } = await aVoucher(house());
  const { asJob } = await import('#platform/context/context.ts');
  const job = asJob(house().founder.context, house().firm, null);
  await disposal.askToAppraise(job);
  await disposal.askToAppraise(job);
  expect(await byKind(of.archivist)).toMatchObject({ 'disposal.appraise': 1 });
  const preview = await disposal.previewDisposal(of.archivist.context);
  expect(preview.lines.map((line) => line.document)).toContain(file);
  expect(preview.candidates.find((one) => one.seat === 'information-systems')!.people).toMatchObject([
    { name: '信息管理' },
  ]);
  await aList(
    of,
    preview.lines.map((line) => line.document),
  );
  expect((await byKind(of.archivist))['disposal.appraise']).toBeUndefined();
  await disposal.askToAppraise(job);
  expect((await byKind(of.archivist))['disposal.appraise']).toBeUndefined();
});

test('a firm of three destroys too: one person who holds two positions gives two opinions, and nobody three', async () => {
  const { hire } = house();
  const boss = await hire('所长', { positions: ['head-of-unit', 'head-of-archives', 'information-systems'] });
  const head = await hire('会计主管', { positions: ['head-of-accounting', 'archivist'] });
  const clerk = await hire('会计', { positions: ['accountant', 'head-of-archives'] });
  const small = {
    headOfUnit: boss,
    headOfArchives: boss,
    headOfAccounting: head,
    archivist: head,
    accountant: clerk,
    informationSystems: boss,
  };
  const { file } = await aVoucher(house());
  const seats = seatsOf(small).map((one) =>
    one.stage === 'appraisal' && one.seat === 'accounting' ? { ...one, person: clerk.id } : one,
  );
  const thrice = seats.map((one) => (one.seat === 'accounting-handler' ? { ...one, person: boss.id } : one));
  await expect(aList(small, [file], { seats: thrice })).rejects.toMatchObject({ code: 'disposal.seats-too-many' });
  const { id } = await aList(small, [file], { seats });
  for (const who of [head, clerk]) await signs(who, id);
  for (const who of [boss, boss, head, head, clerk]) await signs(who, id);
  for (const who of [head, clerk, boss]) await signs(who, id);
  expect((await disposal.readDisposal(boss.context, { disposal: id })).state).toBe('ready');
  await expect(signs(boss, id)).rejects.toMatchObject({ code: 'disposal.not-your-turn' });
});
