import type { Command } from 'commander';
import i18next, { type TFunction } from 'i18next';
import { displayFingerprint } from '#platform/crypto/statement.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import en from './locale/en.json' with { type: 'json' };
import zh from './locale/zh.json' with { type: 'json' };
import { readFirmKey } from './verify/firm-key.ts';
import type { PackageFault, PackageReport } from './verify/report.ts';
import { verifyPackage } from './verify/verify-package.ts';

/** `baton archive …`: what can be done with a sealed package where there is no server. */
export function register(program: Command): void {
  const archive = program.command('archive').description('sealed packages');
  archive
    .command('verify')
    .argument('<folder>', 'the folder of the package')
    .option('--firm-key <key>', 'the verifier key of the firm, its SHA-256 fingerprint, or a file that holds either')
    .option('--lang <language>', 'zh or en; by default that of the system')
    .option('--json', 'print the whole report as JSON')
    .description('check a sealed package offline: exit 0 sound, 1 not sound, 2 could not be checked')
    .action(async (folder: string, options: Omit<VerifyArguments, 'folder'>) => {
      const out = (line: string) => program.configureOutput().writeOut?.(`${line}\n`);
      process.exitCode = await verifyCommand({ folder, ...options }, out);
    });
}

export interface VerifyArguments {
  folder: string;
  /** A verifier key, its fingerprint, or the name of a file that holds either. */
  firmKey?: string;
  lang?: string;
  json?: boolean;
}

/** Checks a package and says in words what was found. Gives the exit code: 0 sound, 1 not sound, 2 could not be checked. */
export async function verifyCommand(args: VerifyArguments, out: (line: string) => void): Promise<number> {
  const say = wordsIn(args.lang ?? systemLanguage());
  try {
    const firmKey = args.firmKey === undefined ? undefined : await readFirmKey(args.firmKey);
    const report = await verifyPackage(args.folder, { firmKey });
    if (args.json) out(JSON.stringify(report, null, 2));
    else for (const line of spoken(report, say)) out(line);
    return report.sound ? 0 : 1;
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (error instanceof Refusal) out(say(`refusal.${error.code}`, error.facts));
    else if (path !== undefined) out(say('archive.verify.unreadable', { path: printable(path), code }));
    else throw error;
    return 2;
  }
}

const faultsShown = 20;

function* spoken(report: PackageReport, say: TFunction): Generator<string> {
  if (report.package) {
    const { firm, handover, batch, sealedAt, hash } = report.package;
    yield say('archive.verify.package', { firm: printable(firm), handover: printable(handover), batch });
    yield say('archive.verify.sealed', { at: clockInChina(sealedAt), hash });
    yield '';
  }
  for (const { check, checked, faults } of report.checks) {
    const mark = faults.length === 0 ? '✓' : '✗';
    const count = faults.length === 0 ? '' : say('archive.verify.wrong', { count: faults.length });
    yield `${mark} ${say(`archive.check.${check}`, { checked })}${count}`;
  }
  yield '';
  if (report.firmKey) {
    const fingerprint = displayFingerprint(report.firmKey.fingerprint);
    yield say(report.firmKey.given ? 'archive.verify.key-given' : 'archive.verify.key-not-given', { fingerprint });
  }
  if (!report.first) {
    yield say('archive.verify.sound', report.counts);
    return;
  }
  yield say('archive.verify.first', { fault: faultText(report.first, say) });
  if (report.faults.length > 1) yield say('archive.verify.all', { count: report.faults.length });
  for (const fault of report.faults.slice(1, faultsShown)) yield `  ${faultText(fault, say)}`;
  if (report.faults.length > faultsShown)
    yield say('archive.verify.more', { count: report.faults.length - faultsShown });
}

function faultText({ code, file, line, offset, facts }: PackageFault, say: TFunction): string {
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
    resources: { zh: { translation: zh }, en: { translation: en } },
  });
  return instance.t;
}
