import { openNote, parseNote, parseVerifierKey } from '#platform/crypto/signed-note.ts';
import { packagePaths, type PackageStatement, parseStatement } from '../package-format.ts';
import { type FirmKey, isFirmKey } from './firm-key.ts';
import type { FoundPackage } from './found-package.ts';
import type { PackageFault } from './report.ts';

const file = packagePaths.statement;
const keyLine = 6;

/**
 * The statement that everything else hangs on: of the exact form, under exactly one signature, made by the key it names,
 * which is the firm's key when that was given. The statement is returned when it can be read at all, so that the rest can
 * still be looked at.
 */
export async function checkStatement(
  found: FoundPackage,
  firmKey: FirmKey | null,
): Promise<{ faults: PackageFault[]; statement: PackageStatement | null }> {
  if (!found.has(file)) return { faults: [{ code: 'file-missing', file }], statement: null };
  const note = await found.textOf(file);
  const parsed = note === null ? { malformedLine: 1 } : parseNote(note);
  if ('malformedLine' in parsed) return malformed(parsed.malformedLine);
  const statement = parseStatement(parsed.text);
  if (!statement) return malformed(wrongLineOf(parsed.text));
  if (parsed.signatures.length > 1) return malformed(parsed.text.split('\n').length + 2);

  const faults: PackageFault[] = [];
  const opened = openNote(note!, parseVerifierKey(statement.verifierKey)!);
  if (opened.state !== 'signed') faults.push({ code: 'statement-forged', file });
  if (firmKey && !isFirmKey(firmKey, statement.verifierKey))
    faults.push({ code: 'firm-key-differs', file, line: keyLine });
  return { faults, statement };
}

function malformed(line: number): { faults: PackageFault[]; statement: null } {
  return { faults: [{ code: 'statement-malformed', file, line }], statement: null };
}

const lineForms = [
  /^baton\/package\/v1$/,
  /^firm: ./,
  /^handover: ./,
  /^batch: [1-9]\d*$/,
  /^sealed: \d{4}-\d\d-\d\dT[\d:.]+Z$/,
  /^key: [^+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/,
  /^[0-9a-f]{64} {2}tagmanifest-sha256\.txt$/,
];

function wrongLineOf(text: string): number {
  const lines = text.split('\n');
  const wrong = lineForms.findIndex((form, index) => !form.test(lines[index] ?? ''));
  if (wrong !== -1) return wrong + 1;
  return lines.length > lineForms.length + 1 ? lineForms.length + 1 : keyLine;
}
