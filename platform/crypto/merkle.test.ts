import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  consistencyPlaces,
  consistencyProof,
  emptyRoot,
  frontierPlaces,
  type GetNode,
  type Hash,
  inclusionPlaces,
  inclusionProof,
  leafHash,
  MerkleFrontier,
  nodeHash,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts';

/** MTH, PATH and PROOF word for word from RFC 6962 §2.1. */
const naive = {
  split: (n: number) => 2 ** (Math.ceil(Math.log2(n)) - 1),
  root(leaves: Hash[]): Hash {
    if (leaves.length === 0) return emptyRoot();
    if (leaves.length === 1) return leaves[0]!;
    const k = naive.split(leaves.length);
    return nodeHash(naive.root(leaves.slice(0, k)), naive.root(leaves.slice(k)));
  },
  path(m: number, leaves: Hash[]): Hash[] {
    if (leaves.length === 1) return [];
    const k = naive.split(leaves.length);
    return m < k
      ? [...naive.path(m, leaves.slice(0, k)), naive.root(leaves.slice(k))]
      : [...naive.path(m - k, leaves.slice(k)), naive.root(leaves.slice(0, k))];
  },
  proof(m: number, leaves: Hash[]): Hash[] {
    return m === 0 ? [] : naive.subproof(m, leaves, true);
  },
  subproof(m: number, leaves: Hash[], b: boolean): Hash[] {
    const n = leaves.length;
    if (m === n) return b ? [] : [naive.root(leaves)];
    const k = naive.split(n);
    return m <= k
      ? [...naive.subproof(m, leaves.slice(0, k), b), naive.root(leaves.slice(k))]
      : [...naive.subproof(m - k, leaves.slice(k), false), naive.root(leaves.slice(0, k))];
  },
};

/** A log as the sequencer keeps it: nodes by place, written once. */
function aLog(leaves: Hash[]) {
  const nodes = new Map<string, Hash>();
  const frontier = new MerkleFrontier();
  const roots = [frontier.root()];
  for (const leaf of leaves) {
    for (const node of frontier.append(leaf)) {
      const place = `${node.level}/${node.index}`;
      expect(nodes.has(place)).toBe(false);
      nodes.set(place, node.hash);
    }
    roots.push(frontier.root());
  }
  const getNode: GetNode = (level, index) => {
    const hash = nodes.get(`${level}/${index}`);
    if (!hash) throw new Error(`node ${level}/${index} was never stored`);
    return hash;
  };
  return { leaves, roots, nodes, getNode };
}

const someLeaves = (max: number) =>
  fc.array(fc.uint8Array({ maxLength: 12 }).map(leafHash), { minLength: 1, maxLength: max });

const hex = (hashes: Hash[]) => hashes.map(bytesToHex);
const flipped = (hash: Hash, bit: number) => hash.with(bit >> 3, hash[bit >> 3]! ^ (1 << (bit & 7)));

describe('the test data of RFC 6962', () => {
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const roots = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];
  const log = aLog(inputs.map((input) => leafHash(hexToBytes(input))));

  test('the empty tree has the hash of nothing', () => {
    expect(bytesToHex(emptyRoot())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(log.roots[0]).toEqual(emptyRoot());
  });

  test('each size has its known root', () => {
    expect(hex(log.roots.slice(1))).toEqual(roots);
  });

  test.each([
    [0, 1, []],
    [
      0,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      5,
      8,
      [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  ])('the audit path of leaf %i in %i', async (index, size, path) => {
    expect(hex(await inclusionProof(index, size, log.getNode))).toEqual(path);
  });

  test.each([
    [1, 1, []],
    [
      1,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      6,
      8,
      [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
  ])('the consistency of %i with %i', async (first, second, proof) => {
    expect(hex(await consistencyProof(first, second, log.getNode))).toEqual(proof);
  });
});

test('the root of a growing log is the root of RFC 6962 at every size', () => {
  fc.assert(
    fc.property(someLeaves(70), (leaves) => {
      const { roots } = aLog(leaves);
      roots.forEach((root, size) => expect(root).toEqual(naive.root(leaves.slice(0, size))));
    }),
    { numRuns: 30 },
  );
});

test('a log taken up from its stored nodes goes on as if it had never stopped', async () => {
  await fc.assert(
    fc.asyncProperty(someLeaves(70), fc.nat(70), async (leaves, stop) => {
      const { getNode, roots } = aLog(leaves);
      const size = stop % (leaves.length + 1);
      const frontier = await MerkleFrontier.resume(size, getNode);
      expect(frontier.root()).toEqual(roots[size]);
      for (const leaf of leaves.slice(size)) frontier.append(leaf);
      expect(frontier.size).toBe(leaves.length);
      expect(frontier.root()).toEqual(roots.at(-1));
    }),
    { numRuns: 50 },
  );
});

test('every leaf is proven in every tree that holds it, from the places announced and no others', async () => {
  const log = aLog(Array.from({ length: 35 }, (_, index) => leafHash(utf8ToBytes(`entry ${index}`))));
  for (let size = 1; size <= 35; size += 1) {
    for (let index = 0; index < size; index += 1) {
      const announced = new Set(inclusionPlaces(index, size).map(({ level, index: at }) => `${level}/${at}`));
      const proof = await inclusionProof(index, size, (level, at) => {
        expect(announced.delete(`${level}/${at}`)).toBe(true);
        return log.getNode(level, at);
      });
      expect(announced.size).toBe(0);
      expect(proof).toEqual(naive.path(index, log.leaves.slice(0, size)));
      const claim = { leaf: log.leaves[index]!, index, size, proof, root: log.roots[size]! };
      expect(verifyInclusion(claim)).toBe(true);
    }
  }
});

test('every tree is proven to have grown from every smaller one', async () => {
  const log = aLog(Array.from({ length: 35 }, (_, index) => leafHash(utf8ToBytes(`entry ${index}`))));
  for (let second = 0; second <= 35; second += 1) {
    for (let first = 0; first <= second; first += 1) {
      const announced = new Set(consistencyPlaces(first, second).map(({ level, index }) => `${level}/${index}`));
      const proof = await consistencyProof(first, second, (level, index) => {
        expect(announced.delete(`${level}/${index}`)).toBe(true);
        return log.getNode(level, index);
      });
      expect(announced.size).toBe(0);
      expect(proof).toEqual(naive.proof(first, log.leaves.slice(0, second)));
      const claim = { first, firstRoot: log.roots[first]!, second, secondRoot: log.roots[second]!, proof };
      expect(verifyConsistency(claim)).toBe(true);
    }
  }
});

test('an inclusion proof with any part altered proves nothing', async () => {
  await fc.assert(
    fc.asyncProperty(someLeaves(40), fc.nat(), fc.nat(255), fc.nat(), async (leaves, at, bit, which) => {
      const log = aLog(leaves);
      const size = leaves.length;
      const index = at % size;
      const proof = await inclusionProof(index, size, log.getNode);
      const claim = { leaf: leaves[index]!, index, size, proof, root: log.roots[size]! };
      expect(verifyInclusion(claim)).toBe(true);
      expect(verifyInclusion({ ...claim, leaf: flipped(claim.leaf, bit) })).toBe(false);
      expect(verifyInclusion({ ...claim, root: flipped(claim.root, bit) })).toBe(false);
      expect(verifyInclusion({ ...claim, proof: [...proof, claim.root] })).toBe(false);
      expect(verifyInclusion({ ...claim, index: size })).toBe(false);
      if (proof.length > 0) {
        const altered = proof.with(which % proof.length, flipped(proof[which % proof.length]!, bit));
        expect(verifyInclusion({ ...claim, proof: altered })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: proof.slice(1) })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: proof.slice(0, -1) })).toBe(false);
      }
    }),
    { numRuns: 100 },
  );
});

test('a consistency proof with any part altered proves nothing', async () => {
  await fc.assert(
    fc.asyncProperty(someLeaves(40), fc.nat(), fc.nat(255), fc.nat(), async (leaves, at, bit, which) => {
      const log = aLog(leaves);
      const second = leaves.length;
      const first = 1 + (at % second);
      const proof = await consistencyProof(first, second, log.getNode);
      const claim = { first, firstRoot: log.roots[first]!, second, secondRoot: log.roots[second]!, proof };
      expect(verifyConsistency({ ...claim, firstRoot: flipped(claim.firstRoot, bit) })).toBe(false);
      expect(verifyConsistency({ ...claim, secondRoot: flipped(claim.secondRoot, bit) })).toBe(false);
      expect(verifyConsistency({ ...claim, proof: [...proof, claim.firstRoot] })).toBe(false);
      expect(verifyConsistency({ ...claim, first: second + 1 })).toBe(false);
      if (proof.length > 0) {
        const altered = proof.with(which % proof.length, flipped(proof[which % proof.length]!, bit));
        expect(verifyConsistency({ ...claim, proof: altered })).toBe(false);
        expect(verifyConsistency({ ...claim, proof: proof.slice(1) })).toBe(false);
      }
    }),
    { numRuns: 100 },
  );
});

test('a tree of more than 2³² leaves is proven like a small one', async () => {
  const size = 2 ** 33 + 5;
  const index = 2 ** 33 + 2;
  const stored: GetNode = (level, at) => leafHash(utf8ToBytes(`${level}/${at}`));
  const frontier = await MerkleFrontier.resume(size, stored);
  const leaf = await stored(0, index);
  const proof = await inclusionProof(index, size, stored);
  const edge = frontierPlaces(size);
  expect(edge).toEqual([
    { level: 33, index: 0 },
    { level: 2, index: 2 ** 31 },
    { level: 0, index: 2 ** 33 + 4 },
  ]);
  const consistent: GetNode = (level, at) =>
    level === 2 && at === 2 ** 31
      ? naive.root([0, 1, 2, 3].map((step) => stored(0, 2 ** 33 + step) as Hash))
      : level === 1 && at === 2 ** 32
        ? naive.root([0, 1].map((step) => stored(0, 2 ** 33 + step) as Hash))
        : stored(level, at);
  const root = (await MerkleFrontier.resume(size, consistent)).root();
  expect(verifyInclusion({ leaf, index, size, proof: await inclusionProof(index, size, consistent), root })).toBe(true);
  expect(verifyInclusion({ leaf, index, size, proof, root: frontier.root() })).toBe(false);
});

test('a leaf outside the tree and a shrunken tree cannot be asked for', () => {
  expect(() => inclusionProof(3, 3, () => emptyRoot())).toThrow(RangeError);
  expect(() => consistencyProof(4, 3, () => emptyRoot())).toThrow(RangeError);
});
