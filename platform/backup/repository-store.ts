/**
 * Where a repository lies: a folder, or a bucket. Its files are named by paths with slashes, and each is there whole or not at all.
 * What the place itself does wrong is refused by name, as `BlockStore` says.
 */
export interface RepositoryStore {
  /** For people: which place this is. */
  readonly place: string;
  /** What lies at its top, or some of it: enough to tell whether it is empty. */
  glance(): Promise<string[]>;
  /** Stores a file that is never changed; lasting when it resolves. */
  write(name: string, pieces: readonly Uint8Array[]): Promise<void>;
  /** Puts a file in place of the former, of which nothing is left; refuses with `backup.former-kept` where the place keeps it. */
  replace(name: string, pieces: readonly Uint8Array[]): Promise<void>;
  /** Null when there is none. */
  read(name: string): Promise<Buffer | null>;
  /** As much of a part of it as there is; nothing of a file that is not there. */
  readPart(name: string, offset: number, length: number): Promise<Buffer>;
  /** All files below a folder, sorted, among them what killed writers left. */
  list(folder: string): Promise<StoredFile[]>;
  /** Gives whether it is gone: some places let nothing go before its time. */
  remove(name: string): Promise<boolean>;
}

export interface StoredFile {
  /** The path within the repository. */
  name: string;
  /** In bytes. */
  size: number;
}
