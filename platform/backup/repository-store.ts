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
  /** Null where whoever may write may also take away. */
  readonly lock: StoreLock | null;
}

/** What lets nothing go before its time. */
export interface StoreLock {
  /** For how many days nothing that is needed may be taken away. */
  readonly days: number;
  /** Until when files are locked, as far as this process knows, in milliseconds since 1970. */
  readonly until: Map<string, number>;
  /** Refuses with `backup.lock-not-renewed` where the place does not allow it. */
  renew(name: string, until: Date): Promise<void>;
}

/** Until when a file is locked that is written or renewed now, where so many days are promised: half as long again. */
export function lockedUntil(days: number, now: Date): Date {
  return new Date(now.getTime() + Math.ceil(days * 1.5) * 24 * 3_600_000);
}

export interface StoredFile {
  /** The path within the repository. */
  name: string;
  /** In bytes. */
  size: number;
}
