import { createCipheriv, createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A folder of made-up files, always the same for the same numbers. */
export interface Corpus {
  folder: string;
  files: number;
  bytes: number;
  /** SHA-256 over the paths and contents, hex. */
  hash: string;
}

/** Office work as it lies in a firm: scans and pictures that do not shrink, tables and vouchers as text, small notes. */
const kinds = [
  { name: 'pdf', share: 0.35, shrinks: false, weight: 1 },
  { name: 'jpg', share: 0.2, shrinks: false, weight: 2 },
  { name: 'csv', share: 0.2, shrinks: true, weight: 1.5 },
  { name: 'xml', share: 0.15, shrinks: true, weight: 0.5 },
  { name: 'txt', share: 0.1, shrinks: true, weight: 0.02 },
] as const;

/** Writes `files` files of about `bytes` together into `folder`, from a seeded stream. */
export function makeCorpus(folder: string, files: number, bytes: number): Corpus {
  const random = seeded(`baton/bench/seal/${files}/${bytes}`);
  const weights = kinds.reduce((sum, { share, weight }) => sum + share * weight, 0);
  const hash = createHash('sha256');
  let written = 0;
  for (let number = 0; number < files; number++) {
    const kind = kindAt(random.fraction());
    // Sizes as they are met: many below the mean, some of ten times it.
    const spread = Math.min(12, -Math.log(1 - random.fraction()));
    const size = Math.max(1, Math.round((bytes / files) * (kind.weight / weights) * spread));
    const content = kind.shrinks ? rows(random, size) : random.bytes(size);
    const path = `${2000 + (number % 26)}/${number % 100}/${String(number).padStart(6, '0')}.${kind.name}`;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
    hash.update(`${path}\0${content.length}\0`).update(content);
    written += content.length;
  }
  return { folder, files, bytes: written, hash: hash.digest('hex') };
}

function kindAt(fraction: number) {
  let upTo = 0;
  return kinds.find(({ share }) => fraction < (upTo += share)) ?? kinds[0];
}

/** Lines of a ledger: dates, numbers, subjects, amounts. No two stretches are the same, so that nothing is found twice. */
function rows(random: ReturnType<typeof seeded>, size: number): Buffer {
  const content = Buffer.alloc(size);
  const draws = new Uint32Array(1024);
  for (let at = 0; at < size;) {
    const drawn = random.bytes(4096);
    for (let i = 0; i < draws.length; i++) draws[i] = drawn.readUInt32LE(4 * i);
    const lines = Array.from({ length: 512 }, (_, i) => {
      const [one, other] = [draws[2 * i]!, draws[2 * i + 1]!];
      const subject = subjects[one % subjects.length]!;
      return `2026-${10 + (one % 3)}-${10 + (other % 20)},记-${one % 9000},${subject},${(other / 1000).toFixed(2)},0.00,${one}`;
    });
    at += content.write(`${lines.join('\n')}\n`, at);
    if (size - at < 4) break;
  }
  return content;
}

const subjects = [
  '1001 库存现金',
  '1002 银行存款',
  '1122 应收账款',
  '2202 应付账款',
  '6001 主营业务收入',
  '6602 管理费用',
];

/** Bytes of ChaCha20 under a key made of the seed. */
function seeded(seed: string) {
  const key = createHash('sha256').update(seed).digest();
  const cipher = createCipheriv('chacha20', key, Buffer.alloc(16));
  const bytes = (length: number) => cipher.update(Buffer.alloc(length));
  return { bytes, fraction: () => bytes(4).readUInt32LE(0) / 2 ** 32 };
}
