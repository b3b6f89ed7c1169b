import { createReadStream } from 'node:fs';
import { Refusal } from '#platform/kernel/refusal.ts';
import { isFolder } from '../bag/validate-bag.ts';
import { type BagFile, type WrittenBag, writeBag } from '../bag/write-bag.ts';
import { listFiles } from '../bag/folder.ts';
import { inOneLine } from '../package-format.ts';
import { annexFormat, completesLabel } from './annex-format.ts';
import { verifyPackage } from '../verify/verify-package.ts';

/**
 * Lays out what is to be added to a sealed package as a bag of its own, which names the package by its hash; the package stays as
 * it is. `files` is the folder with what is added, `reason` says why, as it stands in the bag.
 *
 * Refuses with `archive.package-unsound` when the package is not sound, with `archive.annex-empty`, and as `writeBag` does.
 */
export async function writeAnnex(
  target: string,
  of: { package: string; files: string; reason: string; at: Date },
): Promise<WrittenBag> {
  const { sound, first, package: completed } = await verifyPackage(of.package);
  if (!sound || !completed) throw new Refusal('archive.package-unsound', { fault: first?.code ?? '' }, 'conflict');
  if (!(await isFolder(of.files))) throw new Refusal('archive.annex-empty', {}, 'invalid');
  const { files, faults } = await listFiles(of.files);
  const [fault] = faults.filter(({ code }) => code !== 'empty-folder');
  if (fault) throw new Refusal('archive.name-unsafe', { place: '.', reason: fault.code });
  if (files.length === 0) throw new Refusal('archive.annex-empty', {}, 'invalid');
  return writeBag(target, {
    baggedAt: of.at,
    info: [
      ['Source-Organization', inOneLine(completed.firm)],
      ['External-Identifier', `${inOneLine(completed.handover)}/${completed.batch}`],
      ['Bag-Group-Identifier', inOneLine(completed.handover)],
      ['External-Description', inOneLine(of.reason)],
      ['Package-Format', annexFormat],
      [completesLabel, completed.hash],
    ],
    payload: files.map(({ path, location }): BagFile => ({
      path,
      content: createReadStream(location) as AsyncIterable<Uint8Array>,
    })),
    tags: [],
  });
}
