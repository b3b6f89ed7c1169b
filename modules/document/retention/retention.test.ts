import { expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import * as journal from '#modules/journal/journal.ts';
import { defaultPlaybook } from '#modules/playbook/playbook.factory.ts';
import { transact } from '#platform/context/context.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import * as document from '../document.ts';
import { mayGoFrom } from './keeping.ts';
import { retentionRules, termOf } from './retention-kinds.ts';

const house = useHouse();
const thisYear = Number(localDateOf(new Date()).slice(0, 4));

async function anOwnedClient(): Promise<{ owner: Someone; client: ClientId }> {
  const { founder, hire } = house();
  const owner = await hire('李娜');
  const { id } = await aClient(founder.context, { owner: owner.id });
  return { owner, client: id };
}

async function aDocument({ owner, client }: { owner: Someone; client: ClientId }, name = '凭证.pdf') {
  async function* content() {
    yield Buffer.from(`%PDF-1.7\n${name}\n`);
  }
  return document.addDocument(owner.context, { client, name }, content());
}

const anArchivist = () => house().hire('档案员', { roles: [], positions: ['archivist'] });

test('the periods of the files are those of the playbook: one law', () => {
  for (const { archives, term } of defaultPlaybook.retention)
    for (const archive of archives)
      expect(retentionRules.kinds.find(({ key }) => key === archive)?.term, archive).toEqual(term);
  expect(retentionRules.sources.map(({ issuer }) => issuer)).toContain('财政部 国家档案局令第79号');
});

test('tax material is kept for ten years at least, and what is kept longer stays longer', () => {
  expect(termOf({ term: { kind: 'years', years: 5 }, tax: true })).toEqual({ kind: 'years', years: 10 });
  expect(termOf({ term: { kind: 'years', years: 30 }, tax: true })).toEqual({ kind: 'years', years: 30 });
  expect(termOf({ term: { kind: 'years', years: 5 }, tax: false })).toEqual({ kind: 'years', years: 5 });
});

test('a voucher of 2024 may go on 2055-01-01, an annual report never, the card of an asset in use not yet', () => {
  expect(mayGoFrom({ kind: 'years', years: 30 }, 2024)).toBe('2055-01-01');
  expect(mayGoFrom({ kind: 'permanent' }, 2024)).toBeNull();
  expect(mayGoFrom({ kind: 'after-scrapping', years: 5 }, null)).toBeNull();
  expect(mayGoFrom({ kind: 'after-scrapping', years: 5 }, 2020)).toBe('2026-01-01');
});

test('a file that nobody has filed has no clock, and the list says so instead of guessing', async () => {
  const { owner, client } = await anOwnedClient();
  const { id } = await aDocument({ owner, client });
  expect(await document.readKeeping(owner.context, { client })).toMatchObject([
    { document: id, state: 'unfiled', kind: null, year: null, term: null, mayGoFrom: null, keptYears: null },
  ]);
});

test('a filed voucher shows how long it is kept, how long it was kept, and the day from which it may go', async () => {
  const { owner, client } = await anOwnedClient();
  const { id } = await aDocument({ owner, client });
  const [filed] = await document.fileDocuments(owner.context, {
    documents: [id],
    kind: 'accounting-voucher',
    year: 2024,
  });
  expect(filed).toMatchObject({
    state: 'until',
    term: { kind: 'years', years: 30 },
    keptFrom: '2025-01-01',
    keptUntil: '2054-12-31',
    mayGoFrom: '2055-01-01',
    keptYears: thisYear - 2025,
  });
  const { entries } = await journal.listEntries(house().founder.context, { client, verb: 'document.filed', limit: 5 });
  expect(entries).toMatchObject([{ facts: { kind: 'accounting-voucher', year: 2024, mayGoFrom: '2055-01-01' } }]);
});

test('filing again is written down with what it was before', async () => {
  const { owner, client } = await anOwnedClient();
  const { id } = await aDocument({ owner, client });
  await document.fileDocuments(owner.context, { documents: [id], kind: 'accounting-voucher', year: 2024 });
  await document.fileDocuments(owner.context, { documents: [id], kind: 'annual-report', year: 2024 });
  expect(await document.readKeeping(owner.context, { client })).toMatchObject([
    { state: 'permanent', mayGoFrom: null },
  ]);
  const { entries } = await journal.listEntries(house().founder.context, { client, verb: 'document.filed', limit: 5 });
  expect(entries[0]).toMatchObject({ facts: { formerKind: 'accounting-voucher', formerYear: 2024 } });
});

test.each([
  ['a kind that nobody knows', { kind: 'love-letter', year: 2024 }, 'retention-kind.not-found'],
  ['a voucher without its year', { kind: 'accounting-voucher', year: null }, 'document.year-needed'],
  ['a year that has not come', { kind: 'accounting-voucher', year: thisYear + 1 }, 'document.year-ahead'],
])('is not filed: %s', async (_what, filing, code) => {
  const { owner, client } = await anOwnedClient();
  const { id } = await aDocument({ owner, client });
  await expect(document.fileDocuments(owner.context, { documents: [id], ...filing })).rejects.toMatchObject({ code });
});

test('who may not add files to a client files none of it, by operation and by SQL', async () => {
  const { owner, client } = await anOwnedClient();
  const { id } = await aDocument({ owner, client });
  const archivist = await anArchivist();
  await expect(
    document.fileDocuments(archivist.context, { documents: [id], kind: 'accounting-voucher', year: 1980 }),
  ).rejects.toMatchObject({ code: 'document.not-found' });
  await expect(
    transact(archivist.context, ({ client: sql, firm }) =>
      sql.query(
        `insert into document_filing (firm_id, document_id, client_id, kind, rules, filed_by) values ($1, $2, $3, 'x', 'x', $4)`,
        [firm, id, client, archivist.id],
      ),
    ),
  ).rejects.toThrow(/row-level security/);
});

test('the firm adds a kind of its own with its source; tax material below ten years is refused, and so is a name that is there', async () => {
  const archivist = await anArchivist();
  const kind = {
    name: '劳动合同',
    term: { kind: 'years', years: 2 } as const,
    tax: false,
    source: '劳动合同法第五十条',
  };
  const added = await document.addKind(archivist.context, kind);
  expect(added).toMatchObject({ zh: '劳动合同', own: true, source: '劳动合同法第五十条' });
  await expect(document.addKind(archivist.context, kind)).rejects.toMatchObject({ code: 'document.kind-exists' });
  await expect(document.addKind(archivist.context, { ...kind, name: '完税凭证汇总', tax: true })).rejects.toMatchObject(
    { code: 'document.kind-too-short', facts: { years: 10 } },
  );
  const { owner, client } = await anOwnedClient();
  await expect(document.addKind(owner.context, { ...kind, name: '其他' })).rejects.toMatchObject({
    code: 'document.only-archives-add-kinds',
  });
  const { id } = await aDocument({ owner, client });
  const [filed] = await document.fileDocuments(owner.context, { documents: [id], kind: added.key, year: 2020 });
  expect(filed).toMatchObject({ mayGoFrom: '2023-01-01', term: { years: 2 } });
});

test('the archivist reads in the directory what is due first, whose it is and what it is, and neither its name nor its content', async () => {
  const { owner, client } = await anOwnedClient();
  const due = await aDocument({ owner, client }, '一九九四年凭证.pdf');
  const kept = await aDocument({ owner, client }, '二〇二四年凭证.pdf');
  const unfiled = await aDocument({ owner, client }, '未归类.pdf');
  await document.fileDocuments(owner.context, { documents: [due.id], kind: 'accounting-voucher', year: 1994 });
  await document.fileDocuments(owner.context, { documents: [kept.id], kind: 'accounting-voucher', year: 2024 });
  const archivist = await anArchivist();
  const directory = await document.listDirectory(archivist.context, { state: 'all', client, limit: 10 });
  expect(directory.rows.map((row) => [row.document, row.mayGoFrom])).toEqual([
    [due.id, '2025-01-01'],
    [kept.id, '2055-01-01'],
    [unfiled.id, null],
  ]);
  expect(JSON.stringify(directory)).not.toContain('凭证.pdf');
  expect(directory.rows[0]!.client).toMatchObject({ id: client });
  const dueRows = await document.listDirectory(archivist.context, { state: 'due', client, limit: 10 });
  expect(dueRows.rows.map((row) => row.document)).toEqual([due.id]);
  expect((await document.countDirectory(archivist.context)).due).toBeGreaterThanOrEqual(1);
  const first = await document.listDirectory(archivist.context, { state: 'all', client, limit: 2 });
  const rest = await document.listDirectory(archivist.context, { state: 'all', client, limit: 2, after: first.next! });
  expect([...first.rows, ...rest.rows].map((row) => row.document)).toEqual([due.id, kept.id, unfiled.id]);
  expect(rest.next).toBeNull();
  await expect(document.openDocument(archivist.context, { document: due.id })).rejects.toMatchObject({
    code: 'document.not-found',
  });
});

test('who is not charged with the archives finds in the directory the files of own clients, by name, and no others, by operation and by SQL', async () => {
  const mine = await anOwnedClient();
  const theirs = await anOwnedClient();
  const { id } = await aDocument(mine, '凭证.pdf');
  await aDocument(theirs);
  const { rows } = await document.listDirectory(mine.owner.context, { state: 'all', limit: 10 });
  expect(rows).toMatchObject([{ document: id, name: '凭证.pdf' }]);
  const { classes } = await document.readClasses(mine.owner.context, {});
  expect(classes).toMatchObject([{ client: { id: mine.client }, files: 1, unfiled: 1 }]);
  await expect(document.countDirectory(mine.owner.context)).rejects.toMatchObject({
    code: 'document.only-archives-read-directory',
  });
  const { rows: bare } = await transact(mine.owner.context, ({ client: sql }) =>
    sql.query(
      `select document from access.archive_directory('{}') union all select null from access.count_directory(now()::date)`,
    ),
  );
  expect(bare).toEqual([{ document: id }]);
});
