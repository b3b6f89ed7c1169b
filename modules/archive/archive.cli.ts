import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import i18next, { type TFunction } from 'i18next';
import type { AgeOpeners } from '#platform/age/age-header.ts';
import { displayFingerprint } from '#platform/crypto/statement.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { askUnseen } from '#platform/terminal/ask-unseen.ts';
import { completesLabel } from './annex/annex-format.ts';
import type { Fault } from './bag/fault.ts';
import platformEn from '#platform/locale/en.json' with { type: 'json' };
import platformZh from '#platform/locale/zh.json' with { type: 'json' };
import en from './locale/en.json' with { type: 'json' };
import zh from './locale/zh.json' with { type: 'json' };
import { type ArchiveTerminal, registerExport } from './export/export-commands.ts';
import { registerImport } from './import/import-commands.ts';
import { readFirmKey } from './verify/firm-key.ts';
import { openBag } from './verify/open-bag.ts';
import type { ExportReport, PackageReport } from './verify/report.ts';
import { type AnyReport, verifyAny } from './verify/verify-any.ts';

/** `baton archive …`: exports, through the API; and what can be done with a bag where there is no server, which is all without `terminal`. */
export function register(program: Command, terminal?: ArchiveTerminal): void {
  const archive = program.command('archive').description('sealed packages and exports');
  if (terminal) {
    registerExport(archive, terminal);
    registerImport(archive, terminal);
  }
  const out = (line: string) => program.configureOutput().writeOut?.(`${line}\n`);
  registerSeal(archive, out);
  registerAnnex(archive, out);
  archive
    .command('verify')
    .argument('<path>', 'a bag: its folder, or the age file that it was sent in')
    .option('--firm-key <key>', 'the verifier key of the firm, its SHA-256 fingerprint, or a file that holds either')
    .option('--identity <file>', 'a file with the age identity that opens an age file; typed when it is not given')
    .option('--lang <language>', 'zh or en; by default that of the system')
    .option('--json', 'print the whole report as JSON')
    .description('check a bag offline: exit 0 sound, 1 not sound, 2 could not be checked')
    .action(async (path: string, options: Omit<VerifyArguments, 'path'>) => {
      process.exitCode = await verifyCommand({ path, ...options }, out);
    });
}

function registerSeal(archive: Command, out: (line: string) => void): void {
  archive
    .command('seal')
    .argument('<folder>', 'a bag, or any folder, which becomes one')
    .requiredOption('--to <recipient...>', 'age recipients (age1…), each of whom can open it')
    .requiredOption('--out <file>', 'the age file to be made')
    .option('--lang <language>', 'zh or en; by default that of the system')
    .description('seal a folder into one age file, read by: age -d -i KEY FILE | zstd -d | tar x')
    .action(async (folder: string, { to, out: target, lang }: { to: string[]; out: string; lang?: string }) => {
      const say = wordsIn(lang ?? systemLanguage());
      const ending = new AbortController();
      process.once('SIGINT', () => ending.abort(new Refusal('archive.cancelled')));
      process.exitCode = await spokenRefusals(say, out, async () => {
        const { sealToFile } = await import('./transport/seal-bag.ts');
        const sealed = await sealToFile(folder, target, { recipients: to, signal: ending.signal });
        out(say('archive.sealed', { ...sealed }));
        return 0;
      });
    });
}

function registerAnnex(archive: Command, out: (line: string) => void): void {
  archive
    .command('annex')
    .argument('<folder>', 'what is to be added')
    .requiredOption('--package <folder>', 'the sealed package that it completes; it stays as it is')
    .requiredOption('--reason <text>', 'why it is added, as it stands in the annex')
    .requiredOption('--out <folder>', 'the annex to be made')
    .option('--lang <language>', 'zh or en; by default that of the system')
    .description('make a bag of its own that names the package it completes')
    .action(async (files: string, options: Record<'package' | 'reason' | 'out', string> & { lang?: string }) => {
      const say = wordsIn(options.lang ?? systemLanguage());
      process.exitCode = await spokenRefusals(say, out, async () => {
        const { writeAnnex } = await import('./annex/write-annex.ts');
        const { tagManifestHash, ...counts } = await writeAnnex(options.out, { ...options, files, at: new Date() });
        out(say('archive.annex', { hash: tagManifestHash, ...counts }));
        return 0;
      });
    });
}

/** The exit code of the deed; what it refuses, and what the disk refuses it, is said in words and is 2. */
async function spokenRefusals(
  say: TFunction,
  out: (line: string) => void,
  deed: () => Promise<number>,
): Promise<number> {
  try {
    return await deed();
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (error instanceof Refusal) out(say(`refusal.${error.code}`, error.facts));
    else if (path !== undefined) out(say('archive.verify.unreadable', { path: printable(path), code }));
    else throw error;
    return 2;
  }
}

export interface VerifyArguments {
  path: string;
  /** A verifier key, its fingerprint, or the name of a file that holds either. */
  firmKey?: string;
  /** The name of a file with an age identity. */
  identity?: string;
  lang?: string;
  json?: boolean;
}

/** Checks a bag and says in words what was found. Gives the exit code: 0 sound, 1 not sound, 2 could not be checked. */
export async function verifyCommand(args: VerifyArguments, out: (line: string) => void): Promise<number> {
  const say = wordsIn(args.lang ?? systemLanguage());
  return spokenRefusals(say, out, async () => {
    const firmKey = args.firmKey === undefined ? undefined : await readFirmKey(args.firmKey);
    const bag = await openBag(args.path, () => openersOf(args, say));
    const report = await verifyAny(bag, { firmKey });
    if (args.json) out(JSON.stringify(report, null, 2));
    else for (const line of wordsOf(report, say)) out(line);
    return report.sound ? 0 : 1;
  });
}

/** The identity from its file or as it is typed; anything that is no identity is taken for the password of the file. */
async function openersOf({ identity: file }: VerifyArguments, say: TFunction): Promise<AgeOpeners> {
  const text = file === undefined ? await askUnseen(say('archive.verify.ask-identity')) : await readFile(file, 'utf8');
  const identities = text.match(/AGE-SECRET-KEY-(PQ-)?1[A-Z0-9]+/g);
  if (identities) return { identities };
  if (file === undefined && text !== '') return { passwords: [text] };
  throw new Refusal('archive.no-identity');
}

const faultsShown = 20;

function wordsOf(report: AnyReport, say: TFunction): Iterable<string> {
  if (report.kind === 'bag') return spokenBag(report, say);
  return report.kind === 'package' ? spokenPackage(report, say) : spokenExport(report, say);
}

function* spokenPackage(report: PackageReport, say: TFunction): Generator<string> {
  if (report.package) {
    const { firm, handover, batch, sealedAt, hash } = report.package;
    yield say('archive.verify.package', { firm: printable(firm), handover: printable(handover), batch });
    yield say('archive.verify.sealed', { at: clockInChina(sealedAt), hash });
    yield '';
  }
  yield* spokenChecks(report, say);
  if (report.first) yield* spokenFaults(report.faults, say);
  else yield say('archive.verify.sound', report.counts);
}

function* spokenExport(report: ExportReport, say: TFunction): Generator<string> {
  if (report.export) {
    const { firm, name, sealedAt, hash } = report.export;
    yield say('archive.verify.export', { firm: printable(firm), name: printable(name) });
    yield say('archive.verify.sealed', { at: clockInChina(sealedAt), hash });
    yield '';
  }
  yield* spokenChecks(report, say);
  if (report.first) yield* spokenFaults(report.faults, say);
  else yield say('archive.verify.export-sound', report.counts);
}

/** Each step with what it looked at, then which key of the firm it was held against. */
function* spokenChecks(
  { checks, firmKey }: Pick<PackageReport, 'checks' | 'firmKey'>,
  say: TFunction,
): Generator<string> {
  for (const { check, checked, faults } of checks) {
    const mark = faults.length === 0 ? '✓' : '✗';
    const count = faults.length === 0 ? '' : say('archive.verify.wrong', { count: faults.length });
    yield `${mark} ${say(`archive.check.${check}`, { checked })}${count}`;
  }
  yield '';
  if (firmKey) {
    const fingerprint = displayFingerprint(firmKey.fingerprint);
    yield say(firmKey.given ? 'archive.verify.key-given' : 'archive.verify.key-not-given', { fingerprint });
  }
}

function* spokenBag(
  { version, payload, faults, info }: AnyReport & { kind: 'bag' },
  say: TFunction,
): Generator<string> {
  const completes = info.find(([label]) => label === completesLabel)?.[1];
  if (completes !== undefined) yield say('archive.verify.annex', { hash: printable(completes) });
  yield say('archive.verify.bag', { version: version ?? '?', ...payload });
  if (faults.length > 0) yield* spokenFaults(faults, say);
  else yield say('archive.verify.bag-sound', payload);
}

function* spokenFaults(faults: readonly Fault[], say: TFunction): Generator<string> {
  yield say('archive.verify.first', { fault: faultText(faults[0]!, say) });
  if (faults.length > 1) yield say('archive.verify.all', { count: faults.length });
  for (const fault of faults.slice(1, faultsShown)) yield `  ${faultText(fault, say)}`;
  if (faults.length > faultsShown) yield say('archive.verify.more', { count: faults.length - faultsShown });
}

function faultText({ code, file, line, offset, facts }: Fault, say: TFunction): string {
  const place = [
    line === undefined ? '' : say('archive.verify.line', { line }),
    offset === undefined ? '' : say('archive.verify.offset', { offset }),
  ];
  const words = Object.entries(facts ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? printable(value) : value,
  ]);
  return `${printable(file)}${place.join('')}: ${say(`archive.fault.${code}`, Object.fromEntries(words))}`;
}

/** A text out of a package that may be anybody's, without what would steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`);
}

function clockInChina(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}

function systemLanguage(): string {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return (LC_ALL || LC_MESSAGES || LANG || '').startsWith('en') ? 'en' : 'zh';
}

function wordsIn(language: string): TFunction {
  const instance = i18next.createInstance();
  void instance.init({
    lng: language === 'en' ? 'en' : 'zh',
    initAsync: false,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources: { zh: { translation: { ...platformZh, ...zh } }, en: { translation: { ...platformEn, ...en } } },
  });
  return instance.t;
}
