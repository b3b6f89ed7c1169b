import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDataKey, openFields, sealFields, unwrapDataKey } from './data-key.ts';
import { parseMasterKey } from './master-key.ts';

const master = parseMasterKey(`baton-master-key-v1\n${Buffer.alloc(32, 1).toString('base64url')}\n`);
const owner = { firm: 'firm-1', client: 'client-1' };
const { dataKey, wrapped } = createDataKey(master, owner);
const place = { table: 'contact', row: 'row-1' };

test('sealed fields are opened again in their row, without a change', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (fields) => {
      const opened = openFields(dataKey, place, sealFields(dataKey, place, fields));
      expect(opened).toEqual(JSON.parse(JSON.stringify(fields)));
    }),
  );
});

test('the same fields are never sealed to the same bytes', () => {
  const sealed = Array.from({ length: 5000 }, () => sealFields(dataKey, place, '13800138000').toString('hex'));
  expect(new Set(sealed.map((hex) => hex.slice(2, 26))).size).toBe(5000);
});

test('sealed fields keep their bytes while others are sealed', () => {
  const sealed = Array.from({ length: 3000 }, (_, n) => sealFields(dataKey, place, n));
  for (const [n, bytes] of sealed.entries()) expect(openFields(dataKey, place, bytes)).toBe(n);
});

test('sealed fields moved to another row, table or client are refused', () => {
  const sealed = sealFields(dataKey, place, { phone: '13800138000' });
  for (const elsewhere of [
    { ...place, row: 'row-2' },
    { ...place, table: 'account' },
    { table: 'contactr', row: 'ow-1' },
  ]) {
    expect(() => openFields(dataKey, elsewhere, sealed)).toThrow('envelope.not-opened');
  }
  expect(() => openFields({ ...dataKey, client: 'client-2' }, place, sealed)).toThrow('envelope.not-opened');
  const { dataKey: others } = createDataKey(master, { ...owner, client: 'client-2' });
  expect(() => openFields(others, place, sealed)).toThrow('envelope.not-opened');
});

test('sealed fields of which any one bit was changed, or that were cut, are refused', () => {
  const sealed = sealFields(dataKey, place, { phone: '13800138000' });
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    expect(() => openFields(dataKey, place, changed)).toThrow('envelope.not-opened');
  }
  for (let length = 0; length < sealed.length; length++) {
    expect(() => openFields(dataKey, place, sealed.subarray(0, length))).toThrow('envelope.not-opened');
  }
});

test('the refusal names row and client, and none of the values', () => {
  const changed = sealFields(dataKey, place, { phone: '13800138000' });
  changed[20]! ^= 1;
  expect(() => openFields(dataKey, place, changed)).toThrow(
    expect.objectContaining({ facts: { client: 'client-1', table: 'contact', row: 'row-1' } }),
  );
});

test("a data key is unwrapped for its own client, and another client's is refused", () => {
  const sealed = sealFields(dataKey, place, 1);
  expect(openFields(unwrapDataKey(master, owner, wrapped), place, sealed)).toBe(1);
  expect(() => unwrapDataKey(master, { ...owner, client: 'client-2' }, wrapped)).toThrow('envelope.not-opened');
  expect(() => unwrapDataKey(master, { ...owner, firm: 'firm-2' }, wrapped)).toThrow('envelope.not-opened');
});

test('a wrapped data key of which any one bit was changed is refused', () => {
  for (let bit = 0; bit < wrapped.length * 8; bit++) {
    const changed = Buffer.from(wrapped);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    expect(() => unwrapDataKey(master, owner, changed)).toThrow(/envelope\.not-opened|master-key\.version-missing/);
  }
});
