import type { AgeFile, ArchivedFile, HashName } from '#platform/packing/read-segment.ts';
import type { ByteSource } from '#platform/age/age-reader.ts';
import { readArchive, type ReadArchive } from '#platform/packing/read-archive.ts';
import { escapingPath } from './bag-path.ts';
import { type BagSource, type HashedFile, type HolderFault, readLimit } from './bag-source.ts';
import type { Fault } from './fault.ts';

/**
 * A bag in an age file, called `name` in faults. The bag is the one folder of the archive that holds `bagit.txt` highest up;
 * nothing may lie beside it.
 */
export function sealedSource(name: string, source: ByteSource, file: AgeFile): BagSource {
  let archive: ReadArchive;
  let placed = new Map<string, ArchivedFile>();
  return {
    async look(choose) {
      let hashes: HashName[] = ['sha256'];
      archive = await readArchive(source, file, hashes);
      let bag = placeFiles(archive.files);
      const wanted = choose(bag.files.map(({ path }) => path));
      if (wanted.some((one) => !hashes.includes(one))) {
        hashes = wanted;
        archive = await readArchive(source, file, hashes);
        bag = placeFiles(archive.files);
      }
      placed = bag.placed;
      const unread = archive.faults.map(({ code, offset, within }) => ({
        code,
        file: name,
        offset,
        ...(within === null ? {} : { facts: { within } }),
      }));
      return { files: bag.files, faults: [...unread, ...bag.faults] };
    },
    async read(path) {
      const found = placed.get(path);
      return found && found.size <= readLimit ? archive.contentOf(found) : null;
    },
  };
}

function placeFiles(archived: ArchivedFile[]): {
  files: HashedFile[];
  placed: Map<string, ArchivedFile>;
  faults: Fault<HolderFault>[];
} {
  const placed = new Map<string, ArchivedFile>();
  const faults: Fault<HolderFault>[] = [];
  const sound = archived.flatMap((entry) => {
    const written = entry.path?.replace(/^\.\//, '').replace(/\/$/, '').normalize('NFC') ?? '';
    const fault = faultOf(entry, written);
    if (fault) faults.push({ code: fault, file: written });
    return fault || entry.kind === 'folder' ? [] : [{ entry, written }];
  });
  const top = topOf(sound.map(({ written }) => written));
  for (const { entry, written } of sound) {
    const path = written.slice(top.length);
    if (!written.startsWith(top)) faults.push({ code: 'outside-bag', file: written });
    else if (placed.has(path)) faults.push({ code: 'name-clash', file: path, facts: { other: path } });
    else placed.set(path, entry);
  }
  const files = [...placed].map(([path, { size, hashes }]) => ({ path, size, hashes }));
  return { files: files.sort((one, other) => (one.path < other.path ? -1 : 1)), placed, faults };
}

function faultOf({ kind, path }: ArchivedFile, written: string): HolderFault | null {
  if (path === null) return 'name-unreadable';
  if (kind === 'link') return 'link';
  if (kind === 'other') return 'not-a-file';
  const isRoot = kind === 'folder' && (written === '' || written === '.');
  return !isRoot && escapingPath(written) ? 'path-escapes' : null;
}

/** The folder of the bag with its slash; empty when the bag is the archive itself. */
function topOf(paths: string[]): string {
  const depth = (path: string) => path.split('/').length;
  const [highest] = paths
    .filter((path) => path === 'bagit.txt' || path.endsWith('/bagit.txt'))
    .sort((one, other) => depth(one) - depth(other));
  return highest?.slice(0, -'bagit.txt'.length) ?? '';
}
