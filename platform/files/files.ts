import { createHmac } from 'node:crypto';
import { type Bytes, openFile, sealFile } from '#platform/envelope/chunked-file.ts';
import type { DataKey } from '#platform/envelope/data-key.ts';
import type { BlockStore } from './block-store.ts';
import { Incoming } from './incoming.ts';

/** Encrypted files. A file appears whole or not at all, and is only ever read through its data key. */
export interface Files {
  /** Stores what the source yields under this key; an existing file of the same key is kept. */
  put(dataKey: DataKey, key: string, source: Bytes): Promise<void>;
  /** The decrypted content; refuses with `file.missing`, and while reading with `envelope.…` when a chunk was damaged. */
  read(dataKey: DataKey, key: string): Promise<AsyncIterable<Buffer>>;
  /** Removes the file and its second copy. */
  remove(key: string): Promise<void>;
  /** Files that are still arriving. */
  incoming: Incoming;
  /** Makes a file of what has arrived, which also stays until it is removed: a kill in between leaves nothing to be sent again. */
  keep(fileKey: DataKey): Promise<void>;
  /** The second copy; null where none is set up. */
  second: SecondCopy | null;
}

/** The same sealed bytes in another place. */
export interface SecondCopy {
  place: string;
  /** Copies the file there unless it is there already. */
  copy(key: string): Promise<void>;
  read(dataKey: DataKey, key: string): Promise<AsyncIterable<Buffer>>;
  /** Puts the second copy in place of the first. */
  mend(key: string): Promise<void>;
  /** Puts the first in place of the second copy. */
  renew(key: string): Promise<void>;
}

/** Files in `store`, which arrive in the folder `arriving`, and with a second copy of each when there is a second store. */
export function openFiles(store: BlockStore, arriving: string, secondStore: BlockStore | null = null): Files {
  const incoming = new Incoming(arriving);
  const read = async (from: BlockStore, dataKey: DataKey, key: string) =>
    openFile(dataKey, key, await from.get(nameOf(key)));
  const replace = async (from: BlockStore, to: BlockStore, key: string) => {
    const name = nameOf(key);
    const source = await from.get(name);
    await to.remove(name);
    await to.put(name, source);
  };
  return {
    put: (dataKey, key, source) => store.put(nameOf(key), sealFile(dataKey, key, source)),
    read: (dataKey, key) => read(store, dataKey, key),
    async remove(key) {
      await store.remove(nameOf(key));
      await secondStore?.remove(nameOf(key));
    },
    incoming,
    async keep({ client: name }) {
      await incoming.release(name);
      await store.adopt(nameOf(name), incoming.pathOf(name));
    },
    second: secondStore && {
      place: secondStore.place,
      async copy(key) {
        if ((await secondStore.size(nameOf(key))) !== null) return;
        await secondStore.put(nameOf(key), await store.get(nameOf(key)));
      },
      read: (dataKey, key) => read(secondStore, dataKey, key),
      mend: (key) => replace(secondStore, store, key),
      renew: (key) => replace(store, secondStore, key),
    },
  };
}

/** Names of blocks say nothing of the key that they are stored under. */
function nameOf(key: string): string {
  return createHmac('sha256', 'baton/file-name/v1').update(key).digest('hex');
}
