import { openNote, parseNote, parseVerifierKey } from '#platform/crypto/signed-note.ts';
import { exportFormat, type ExportStatement, parseExportStatement } from '../export/export-format.ts';
import { packageFormat, packagePaths, type PackageStatement, parseStatement } from '../package-format.ts';
import { type FirmKey, isFirmKey } from './firm-key.ts';
import type { FoundPackage } from './found-package.ts';
import type { PackageFault } from './report.ts';

const file = packagePaths.statement;

/** How a statement is written: line by line, and as a whole. */
export interface StatementForm<Statement> {
  parse(text: string): Statement | null;
  lines: readonly RegExp[];
}

const ending = [
  /^sealed: \d{4}-\d\d-\d\dT[\d:.]+Z$/,
  /^key: [^+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/,
  /^[0-9a-f]{64} {2}tagmanifest-sha256\.txt$/,
];

export const packageStatement: StatementForm<PackageStatement> = {
  parse: parseStatement,
  lines: [new RegExp(`^${packageFormat}$`), /^firm: ./, /^handover: ./, /^batch: [1-9]\d*$/, ...ending],
};

export const exportStatement: StatementForm<ExportStatement> = {
  parse: parseExportStatement,
  lines: [new RegExp(`^${exportFormat}$`), /^firm: ./, /^export: ./, ...ending],
};

/**
 * The statement that everything else hangs on: of the exact form, under exactly one signature, made by the key it names,
 * which is the firm's key when that was given. The statement is returned when it can be read at all, so that the rest can
 * still be looked at.
 */
export async function checkStatement<Statement extends { verifierKey: string }>(
  found: FoundPackage,
  form: StatementForm<Statement>,
  firmKey: FirmKey | null,
): Promise<{ faults: PackageFault[]; statement: Statement | null }> {
  if (!found.has(file)) return { faults: [{ code: 'file-missing', file }], statement: null };
  const note = await found.textOf(file);
  const parsed = note === null ? { malformedLine: 1 } : parseNote(note);
  if ('malformedLine' in parsed) return malformed(parsed.malformedLine);
  const statement = form.parse(parsed.text);
  if (!statement) return malformed(wrongLineOf(parsed.text, form.lines));
  if (parsed.signatures.length > 1) return malformed(parsed.text.split('\n').length + 2);

  const faults: PackageFault[] = [];
  const opened = openNote(note!, parseVerifierKey(statement.verifierKey)!);
  if (opened.state !== 'signed') faults.push({ code: 'statement-forged', file });
  if (firmKey && !isFirmKey(firmKey, statement.verifierKey))
    faults.push({ code: 'firm-key-differs', file, line: keyLine(form.lines) });
  return { faults, statement };
}

function malformed(line: number): { faults: PackageFault[]; statement: null } {
  return { faults: [{ code: 'statement-malformed', file, line }], statement: null };
}

function wrongLineOf(text: string, forms: readonly RegExp[]): number {
  const lines = text.split('\n');
  const wrong = forms.findIndex((form, index) => !form.test(lines[index] ?? ''));
  if (wrong !== -1) return wrong + 1;
  return lines.length > forms.length + 1 ? forms.length + 1 : keyLine(forms);
}

/** The line of the key, which stands before the last. */
function keyLine(forms: readonly RegExp[]): number {
  return forms.length - 1;
}
