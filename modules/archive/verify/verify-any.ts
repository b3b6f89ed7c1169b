import type { BagSource } from '../bag/bag-source.ts';
import { type BagReport, validateBag } from '../bag/validate-bag.ts';
import { exportFormat } from '../export/export-format.ts';
import { packageFormat, packagePaths } from '../package-format.ts';
import { lookedAtOnce } from './open-bag.ts';
import type { ExportReport, PackageReport } from './report.ts';
import { verifyExport } from './verify-export.ts';
import { verifySource } from './verify-package.ts';

/** What was found of a bag: one of ours is looked at down to its signatures, any other as BagIt has it. */
export type AnyReport =
  | ({ kind: 'package' } & PackageReport)
  | ({ kind: 'export' } & ExportReport)
  | ({ kind: 'bag'; sound: boolean; first: BagReport['faults'][number] | null } & BagReport);

/**
 * Checks a bag of anybody. It is taken for an export or a sealed package of ours when it says so in its information, holds a statement, or
 * a firm's key was given to check it against; so that nothing is passed as a mere bag because a part of the proof was taken out.
 */
export async function verifyAny(given: BagSource, options: { firmKey?: string | undefined }): Promise<AnyReport> {
  const source = lookedAtOnce(given);
  const report = await validateBag(source);
  const calls = (format: string) =>
    report.info.some(([label, value]) => label === 'Package-Format' && value === format);
  const statement = (await source.read(packagePaths.statement))?.toString('utf8') ?? null;
  if (calls(exportFormat) || statement?.startsWith(`${exportFormat}\n`))
    return { kind: 'export', ...(await verifyExport(source, options)) };
  const isOurs = options.firmKey !== undefined || calls(packageFormat) || statement !== null;
  if (isOurs) return { kind: 'package', ...(await verifySource(source, options)) };
  return { kind: 'bag', sound: report.faults.length === 0, first: report.faults[0] ?? null, ...report };
}
