import { expect, test } from 'vitest';
import { toHex } from '#platform/crypto/bytes.ts';
import { leafHash, MerkleFrontier } from '#platform/crypto/merkle.ts';
import { checkRange, type StoredEntry } from './check-range.ts';
import { commitmentOf, leafBytes } from './leaf.ts';

const someone = '0197f2f0-c1aa-7000-8000-000000000001';

function stored(index: number): { entry: StoredEntry; leaf: Uint8Array } {
  const salt = Buffer.alloc(16, index);
  const facts = { 字段: ['电话', `"\t${index}`], a: { z: 1.5, b: null }, 金额: '1472469.81'.repeat(index * 40) };
  const commitment = commitmentOf(salt, facts);
  const [id, client] = [`0197f2f0-c1aa-7000-8000-00000000010${index}`, index % 2 ? someone : null];
  const leaf = {
    id,
    at: '2026-11-24T01:02:03.123Z',
    actor: someone,
    by: 'person' as const,
    verb: 'client.record-corrected',
    client,
    handover: null,
    subject: index % 3 ? `a\n"${index}"` : null,
    commitment,
  };
  const entry: StoredEntry = [
    index,
    id,
    Date.parse(leaf.at) * 1000 + 999,
    someone,
    leaf.by,
    leaf.verb,
    client ?? '',
    '',
    leaf.subject,
    commitment,
    salt.toString('hex'),
    facts,
  ];
  return { entry, leaf: leafBytes(leaf) };
}

test.each([1, 2, 5, 7])('over %i entries stand the nodes that the log has over them', (count) => {
  const made = Array.from({ length: count }, (_, index) => stored(index));
  const tree = new MerkleFrontier();
  for (const { leaf } of made) tree.append(leafHash(leaf));
  const { nodes, firstFault } = checkRange({
    from: 0,
    to: count,
    text: JSON.stringify(made.map(({ entry }) => entry)),
  });
  expect(firstFault).toBeNull();
  const joined = new MerkleFrontier();
  for (const { level, hash } of nodes) joined.appendComplete(level, hash);
  expect(joined.size).toBe(count);
  expect(toHex(joined.root())).toBe(toHex(tree.root()));
  expect(() => joined.appendComplete(4, nodes[0]!.hash)).toThrow(RangeError);
});

test('facts that were changed, an entry that is not there and one too few are found at their place; erased facts are none', () => {
  const entries = [0, 1, 2, 3].map((index) => stored(index).entry);
  const checked = (given: StoredEntry[]) => checkRange({ from: 0, to: 4, text: JSON.stringify(given) }).firstFault;
  expect(checked(entries)).toBeNull();
  expect(checked(entries.toSpliced(2, 1, entries[2]!.with(11, { changed: true }) as StoredEntry))).toBe(2);
  expect(checked(entries.toSpliced(1, 1))).toBe(1);
  expect(checked(entries.toSpliced(3, 1))).toBe(3);
  expect(checked(entries.toSpliced(2, 1, entries[2]!.with(11, null) as StoredEntry))).toBeNull();
});
