/** A file that was chosen, and the folders that it was in. */
export type ChosenFile = { file: File; folder: string };

/** What was chosen in a field, of single files or of a folder. */
export function filesChosen(list: FileList | null): ChosenFile[] {
  return [...(list ?? [])].filter(isMeant).map((file) => ({ file, folder: folderOf(file.webkitRelativePath) }));
}

/** What was dropped, with everything in folders among it. */
export async function filesDropped(items: DataTransferItemList): Promise<ChosenFile[]> {
  // The list is empty as soon as the event is over.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const found = await Promise.all(entries.map((entry) => filesIn(entry)));
  return found.flat();
}

async function filesIn(entry: FileSystemEntry): Promise<ChosenFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return isMeant(file) ? [{ file, folder: folderOf(entry.fullPath.slice(1)) }] : [];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: ChosenFile[] = [];
  // A reader gives a hundred at a time, and none when it is at its end.
  for (let some = await read(reader); some.length > 0; some = await read(reader))
    for (const inner of some) found.push(...(await filesIn(inner)));
  return found;
}

function read(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

/** What systems leave in folders is nobody's paper. */
function isMeant({ name }: File): boolean {
  return !['.DS_Store', 'Thumbs.db', 'desktop.ini'].includes(name) && !name.startsWith('~$');
}
