import { existsSync, readFileSync } from 'node:fs';
import { backUpFolder, recall, remember, remembered, type TreeMemory } from '#platform/backup/folder-tree.ts';
import { Repository } from '#platform/backup/repository.ts';
import { createRepositoryKey, formatKey, parseKey } from '#platform/backup/repository-key.ts';
import { writeDurably } from '#platform/backup/durable-file.ts';
import { openFolderRepository } from '#platform/backup/folder-repository.ts';
import { createAgeKeys } from '#platform/crypto/age-file.ts';

/** The part of `baton backup` that files take, by itself: `node folder-backup.ts FOLDER REPOSITORY`. */
const [source, target] = process.argv.slice(2) as [string, string];
const keyFile = `${target}.key`;
const store = openFolderRepository(target);
const repository = existsSync(keyFile)
  ? new Repository(store, parseKey(readFileSync(keyFile, 'utf8')))
  : await Repository.create(store, createRepositoryKey(), [(await createAgeKeys()).recipient]);
writeDurably(keyFile, [Buffer.from(formatKey(repository.key))]);
const memoryFile = `${target}.memory`;
const memory = recall<TreeMemory & { snapshot: string }>(memoryFile) ?? { snapshot: '', folders: {}, tree: [] };
if ((await repository.snapshots()).some(({ name }) => name === memory.snapshot)) repository.trust(remembered(memory));
const tree = await backUpFolder(repository, source, memory);
memory.snapshot = await repository.writeSnapshot(new Date(), { tree });
remember(memoryFile, memory);
process.stdout.write(`${tree.files} files, ${repository.written} bytes written\n`);
