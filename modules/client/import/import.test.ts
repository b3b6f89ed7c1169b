import { expect, test } from 'vitest';
import * as journal from '#modules/journal/journal.ts';
import { read } from '#platform/context/context.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import type { ImportReading } from '../client.contract.ts';
import * as client from '../client.ts';

const house = useHouse();

test('a register in GB18030 is read with what was understood of it, imported whole, and its totals stand', async () => {
  const { founder, hire, drain } = house();
  const owner = await hire('李娜');
  const shown = await upload(founder, gb18030, '台账.csv');
  expect(shown.found).toMatchObject({ encoding: 'gb18030', separator: ',', headerLine: 1, rows: 3 });
  expect(shown.owners).toMatchObject([{ written: '李娜', rows: 3, outcome: 'exact', people: [owner.id] }]);
  expect(shown.totals[0]).toMatchObject({ column: '基本户余额', sum: '6000000.03', imported: '6000000.03', blank: 0 });
  expect(shown.gaps).toEqual(['no-balance-date']);
  await arrange(founder, shown, { balanceAsOf: '2026-10-31' });
  const effects = await client.previewImport(founder.context, { import: shown.import.id });
  expect(effects).toMatchObject({ added: 3, changed: 0, unchanged: 0, missing: 0 });
  await client.confirmImport(founder.context, { import: shown.import.id, digest: effects.digest });
  await drain();
  const done = await client.importProgress(founder.context, { import: shown.import.id });
  expect(done).toMatchObject({ failure: null, state: 'done', counts: { added: 3, done: 3, total: 3 } });
});

const gb18030 = Buffer.from(
  'v827p7HgusUsxvPStcP7s8YszbPSu8nnu+HQxdPDtPrC6yzBqs+1yMsswarPtbXnu7As0vjQ0NXLusUsu/mxvrun0+C27iy3/s7xt9Eo1Kov1MIpLLrPzay1vcbayNUs1vew7LvhvMYssbjXogpLSDAwMTAxLMnPuqOwstbaw7PS19PQz965q8u+LDkxMzEwMTE1TTUzSkpMNkIwVSyzwrrGLDE4NjE2NjE2NDE3LDc3NTA4MzMwMTM2NjMzNDY3MSwxMDAwMDAwLjAxLDIwMC4wMCwyMDIyLTA2LTE5LMDuxMgsCktIMDAxMDIsyc+6o7DZxOrQxc+iv8a8vLmk1/fK0iw5MTMxMDExNU01M0pKTDZCMFUszuLD9CwxODYyNzY0MzMxMCw0NjIxODcwMjc2Nzc0NzY2MzIsMjAwMDAwMC4wMSwzMDAuMDAsMjAyNy0wNi0xOSzA7sTILCLAz7/Nu6cs08XPyCIKS0gwMDEwMyzJz7qjwsy12LLN0vu53MDt09DP3rmry74sOTEzMTAxMTVNNTNKSkw2QjBVLMDu0+4sMTU4NTY1OTkzOTUsNzQzNDE3NTM5MDkwMjQ2MzAyLDMwMDAwMDAuMDEsNDAwLjAwLDIwMjctMDYtMTkswO7EyCwK',
  'base64',
);

async function upload(someone: Someone, bytes: Uint8Array, name: string): Promise<ImportReading> {
  const proposed = await client.proposeImport(someone.context, { name, content: pieces(bytes) });
  return client.readImport(someone.context, proposed);
}

function arrange(someone: Someone, shown: ImportReading, mapping: Partial<ImportReading['arrangement']['mapping']>) {
  const arrangement = { ...shown.arrangement, mapping: { ...shown.arrangement.mapping, ...mapping } };
  return client.arrangeImport(someone.context, { import: shown.import.id, arrangement });
}

async function* pieces(bytes: Uint8Array) {
  yield bytes;
}
