import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAgeKeys } from '#platform/crypto/age-file.ts';
import { percentile } from '../measured.ts';
import { type Contender, type Taken, timed, versionOf } from './contender.ts';
import { type Corpus, makeCorpus } from './corpus.ts';

export interface SealBench {
  /** Pairs of ours and a peer. */
  pairs: number;
  /** Also 20 GiB, for the growth. */
  full: boolean;
  /** A tenth of everything, to see that it runs. */
  small: boolean;
  say: (text: string) => void;
}

/** A goal as the last line of the run has it: our time over the peer's, in the median. */
export interface SealGoal {
  name: string;
  ratio: number;
  goal: number;
  ok: boolean;
}

const root = join(import.meta.dirname, '..', '..');
const room = join(tmpdir(), 'baton-bench-seal');
const GiB = 2 ** 30;

/**
 * Seals, checks and backs up made-up files against the tools that people use for it, in pairs, each as a whole process by the clock
 * on the wall. What everyone sealed is opened by stock tools and compared before any time counts. Peers that are not installed are
 * named, and their goals are left out. Nothing is left behind.
 */
export async function measureSeal(bench: SealBench): Promise<SealGoal[]> {
  mkdirSync(room, { recursive: true });
  try {
    return await measure(bench);
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
}

async function measure({ pairs, full, small, say }: SealBench): Promise<SealGoal[]> {
  const keys = await ageKeys();
  const scale = small ? 0.1 : 1;
  const corpus = corpusOf('mixed', 5000 * scale, Math.round(2 * GiB * scale), say);
  const contenders = peers();
  for (const { name, version, lacks } of contenders)
    say(`${name}: ${version ?? 'NOT INSTALLED, left out'}${lacks ? ` (${lacks})` : ''}`);
  const present = (...names: string[]) =>
    contenders.filter(({ name }) => names.includes(name)).every(({ version }) => version !== null);
  const stock = present('sha256sum', 'zstd', 'age');
  seal(corpus, keys);
  if (stock) compareOutputs(corpus, keys, say);
  else say('outputs NOT compared with those of stock tools, which are not all here');

  const goals: SealGoal[] = [];
  const peaks: number[] = [];
  /** One of ours, then one of each peer, and again: a peer is held against the one of ours before it. */
  const judge = (ours: () => Taken, peers: Peer[]) => {
    for (const { name } of peers.filter(({ isThere }) => !isThere))
      say(`– ${name}: left out, the peer is not installed`);
    const there = peers.filter(({ isThere }) => isThere);
    const rounds = Array.from({ length: pairs }, () => ({ mine: ours(), theirs: there.map(({ run }) => run()) }));
    const mine = rounds.map((round) => round.mine);
    peaks.push(...mine.flatMap(({ peak }) => peak ?? []));
    for (const [at, { name, goal }] of there.entries()) {
      const theirs = rounds.map((round) => round.theirs[at]!);
      const ratio = percentile(
        rounds.map((round) => round.mine.seconds / round.theirs[at]!.seconds),
        50,
      );
      const ok = ratio <= goal;
      goals.push({ name, ratio: Math.round(ratio * 1000) / 1000, goal, ok });
      say(
        `${ok ? '✓' : '✗'} ${name}: ${ratio.toFixed(2)} (goal ≤ ${goal}) · ours ${taking(mine)} · peer ${taking(theirs)} · load ${loadavg()[0]!.toFixed(1)}`,
      );
    }
  };
  const borgThere = present('borg');
  const resticThere = present('restic');
  judge(
    () => seal(corpus, keys),
    [
      { name: 'seal / sha256sum, tar, zstd, age', isThere: stock, goal: 0.75, run: () => stockSeal(corpus, keys) },
      { name: 'seal / borg', isThere: borgThere, goal: 0.7, run: () => borgCreate(corpus) },
      { name: 'seal / restic', isThere: resticThere, goal: 0.42, run: () => resticBackup(corpus, true) },
    ],
  );
  judge(
    () => verify(keys),
    [
      { name: 'verify / age, zstd, tar, sha256sum', isThere: stock, goal: 0.3, run: () => stockVerify(keys) },
      {
        name: 'verify / restic check --read-data',
        isThere: resticThere,
        goal: 0.7,
        run: () => restic('check', '--read-data'),
      },
      {
        name: 'verify / borg check --verify-data',
        isThere: borgThere,
        goal: 0.42,
        run: () => borg('check', '--verify-data', '.'),
      },
    ],
  );

  const many = corpusOf('small', 100_000 * scale, 100_000 * scale * 1024, say);
  if (resticThere) resticBackup(many, true);
  ownBackup(many, true);
  judge(
    () => ownBackup(many, false),
    [
      {
        name: 'backup, nothing changed / restic',
        isThere: resticThere,
        goal: 0.25,
        run: () => resticBackup(many, false),
      },
    ],
  );
  const peak = Math.max(...peaks);
  goals.push({
    name: 'peak memory in MiB / 512',
    ratio: Math.round((peak / 512) * 1000) / 1000,
    goal: 1,
    ok: peak <= 512,
  });
  say(`${peak <= 512 ? '✓' : '✗'} peak of ours: ${peak.toFixed(0)} MiB (goal ≤ 512)`);
  if (!small) growth(keys, { corpus, many, full }, say);
  return goals;
}

/** What a peer does, and how much of its time ours may take. */
interface Peer {
  name: string;
  isThere: boolean;
  goal: number;
  run: () => Taken;
}

function peers(): Contender[] {
  return [
    { name: 'sha256sum', version: versionOf('sha256sum', '--version'), lacks: 'one core' },
    { name: 'zstd', version: versionOf('zstd', '--version'), lacks: '' },
    { name: 'age', version: versionOf('age', '--version'), lacks: 'names no file that is damaged' },
    {
      name: 'borg',
      version: versionOf('borg', '--version'),
      lacks: 'no bag, no public key; finds equal parts of files, which we do not',
    },
    {
      name: 'restic',
      version: versionOf('restic', 'version'),
      lacks: 'no bag, no public key; finds equal parts of files, which we do not',
    },
  ];
}

type Keys = { recipient: string; file: string };

async function ageKeys(): Promise<Keys> {
  const file = join(room, 'key');
  const { identity, recipient } = await createAgeKeys();
  writeFileSync(file, `${identity}\n`, { mode: 0o600 });
  return { recipient, file };
}

function corpusOf(name: string, files: number, bytes: number, say: SealBench['say']): Corpus {
  const folder = join(room, `${name}-${files}-${bytes}`);
  const known = `${folder}.json`;
  if (!existsSync(known)) {
    rmSync(folder, { recursive: true, force: true });
    writeFileSync(known, JSON.stringify(makeCorpus(folder, files, bytes)));
  }
  const corpus = JSON.parse(readFileSync(known, 'utf8')) as Corpus;
  say(`${name}: ${corpus.files} files, ${corpus.bytes} bytes, sha256 ${corpus.hash}`);
  return corpus;
}

const sealedFile = join(room, 'ours.age');
const stockFile = join(room, 'stock.age');
const cli = join(root, 'cli', 'baton.ts');

function seal({ folder }: Corpus, { recipient }: Keys): Taken {
  rmSync(sealedFile, { force: true });
  return timed(process.execPath, [cli, 'archive', 'seal', folder, '--to', recipient, '--out', sealedFile]);
}

/** Ours is on the disk when it says so; so is theirs. */
function stockSeal({ folder }: Corpus, { recipient }: Keys): Taken {
  const script = `find . -type f -print0 | xargs -0 sha256sum > ../manifest && tar c . | zstd -q -1 | age -r ${recipient} > ${stockFile} && sync ${stockFile}`;
  return timed('bash', ['-o', 'pipefail', '-c', script], { cwd: folder });
}

function verify({ file }: Keys): Taken {
  return timed(process.execPath, [cli, 'archive', 'verify', sealedFile, '--identity', file]);
}

function stockVerify({ file }: Keys): Taken {
  const out = join(room, 'out');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  return timed(
    'bash',
    ['-o', 'pipefail', '-c', `age -d -i ${file} ${stockFile} | zstd -d -q | tar x && sha256sum -c --quiet ../manifest`],
    { cwd: out },
  );
}

function compareOutputs(corpus: Corpus, keys: Keys, say: SealBench['say']): void {
  stockSeal(corpus, keys);
  verify(keys);
  const out = join(room, 'out');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  const script = `age -d -i ${keys.file} ${sealedFile} | zstd -d -q | tar x --strip-components=2 && sha256sum -c --quiet ../manifest`;
  timed('bash', ['-o', 'pipefail', '-c', script], { cwd: out });
  rmSync(out, { recursive: true, force: true });
  say(
    `outputs compared: what we sealed is opened by age, zstd and tar, and sha256sum finds every file (${statSync(sealedFile).size} bytes; stock ${statSync(stockFile).size})`,
  );
}

const borgRoom = join(room, 'borg');
const borgEnvironment = {
  BORG_PASSPHRASE: 'bench',
  BORG_BASE_DIR: join(room, 'borg-home'),
  BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: 'yes',
};

function borg(...args: string[]): Taken {
  return timed('borg', args, { cwd: borgRoom, env: borgEnvironment });
}

function borgCreate({ folder }: Corpus): Taken {
  rmSync(borgRoom, { recursive: true, force: true });
  rmSync(borgEnvironment.BORG_BASE_DIR, { recursive: true, force: true });
  mkdirSync(borgRoom, { recursive: true });
  borg('init', '--encryption', 'repokey', '.');
  return borg('create', '--compression', 'zstd,1', '.::bench', folder);
}

const resticRoom = join(room, 'restic');

function restic(...args: string[]): Taken {
  const env = { RESTIC_PASSWORD: 'bench', RESTIC_REPOSITORY: resticRoom, RESTIC_CACHE_DIR: join(room, 'restic-cache') };
  return timed('restic', ['-q', ...args], { env });
}

/** `anew`: into an empty repository. */
function resticBackup({ folder }: Corpus, anew: boolean): Taken {
  if (anew) {
    rmSync(resticRoom, { recursive: true, force: true });
    restic('init');
  }
  return restic('backup', folder);
}

function ownBackup({ folder }: Corpus, anew: boolean): Taken {
  const target = join(room, 'own-backup');
  if (anew) for (const ending of ['', '.key', '.memory']) rmSync(target + ending, { recursive: true, force: true });
  return timed(process.execPath, [join(import.meta.dirname, 'folder-backup.ts'), folder, target]);
}

/** 20 GiB stand there three times: as files, sealed, and as what the disk keeps free. */
const roomForLargest = 60e9;

/** How the time grows with the work: the exponent of a line through the sizes, 1 being in step. */
function growth(
  keys: Keys,
  { corpus, many, full }: { corpus: Corpus; many: Corpus; full: boolean },
  say: SealBench['say'],
): void {
  const { bavail, bsize } = statfsSync(room);
  const largest = full && bavail * bsize >= roomForLargest;
  if (!largest) say(`growth: 20 GiB left out, ${full ? 'the disk has no 60 GB' : 'which --full does'}`);
  const measured = (of: Corpus) => ({
    bytes: of.bytes,
    sealing: seal(of, keys).seconds,
    verifying: verify(keys).seconds,
  });
  const points = [
    measured(corpusOf('mixed', 500, Math.round(0.2 * GiB), say)),
    measured(corpus),
    ...(largest ? [measured(corpusOf('mixed', 50_000, 20 * GiB, say))] : []),
  ];
  for (const { bytes, sealing, verifying } of points)
    say(
      `growth: ${(bytes / GiB).toFixed(1)} GiB sealed in ${sealing.toFixed(1)} s, verified in ${verifying.toFixed(1)} s`,
    );
  const [first, last] = [points[0]!, points.at(-1)!];
  const exponent = (of: 'sealing' | 'verifying') => Math.log(last[of] / first[of]) / Math.log(last.bytes / first.bytes);
  say(`growth: exponent ${exponent('sealing').toFixed(2)} sealing, ${exponent('verifying').toFixed(2)} verifying`);
  const small = measured(many);
  say(
    `growth: ${many.files} small files sealed in ${small.sealing.toFixed(1)} s, verified in ${small.verifying.toFixed(1)} s`,
  );
}

/** By the clock; and of the processors, which says more on a machine with other work. */
function taking(taken: Taken[]): string {
  const sorted = taken.map((one) => one.seconds).toSorted((a, b) => a - b);
  const [least, most] = [sorted[0]!, sorted.at(-1)!];
  const processor = taken.flatMap((one) => one.processor ?? []);
  const used = processor.length === 0 ? '' : `, ${percentile(processor, 50).toFixed(2)} s of processor`;
  return `${percentile(sorted, 50).toFixed(2)} s (${least.toFixed(2)}–${most.toFixed(2)}${most > least * 1.6 ? ', noisy' : ''}${used})`;
}
