import { ahead, severalFiles } from './ahead.ts';
import { recall, remember } from './folder-tree.ts';
import type { Repository } from './repository.ts';
import { lockedUntil } from './repository-store.ts';

/** What is remembered of the locks of a repository. */
interface LockMemory {
  /** Until when each file is locked, in milliseconds since 1970. */
  until: Record<string, number>;
  /** Files that no backup needs any more and that the place does not let go yet. */
  idle: string[];
}

/**
 * The locks of a place that lets nothing go before its time: what was written long ago and is still needed must not become free
 * before what was written today. Locks are made half as long again as is promised, so that each is renewed now and then and not
 * with every backup; what no backup needs is left to run out, and is never needed again: the same content is written anew.
 */
export class KeptLocked {
  readonly #repository: Repository;
  readonly #path: string;
  #idle: string[];

  /** `path` is where the locks are remembered; when that is lost, all are renewed. */
  constructor(repository: Repository, path: string) {
    const memory = recall<LockMemory>(path) ?? { until: {}, idle: [] };
    this.#repository = repository;
    this.#path = path;
    this.#idle = memory.idle;
    repository.shun(memory.idle);
    for (const [name, until] of Object.entries(memory.until)) repository.store.lock?.until.set(name, until);
  }

  /** What a sweep found to be needed by nobody, though it is there. */
  set idle(names: string[]) {
    this.#idle = names;
  }

  /** Sees to it that everything needed is locked as long as is promised from now on; gives how many locks it renewed. */
  async renew(now: Date): Promise<number> {
    const { lock, list } = this.#repository.store;
    if (!lock) return 0;
    const [idle, present] = [new Set(this.#idle), ['key.age', 'baton-backup.json']];
    for (const folder of ['packs', 'index']) for (const { name } of await list(folder)) present.push(name);
    const promised = now.getTime() + lock.days * 24 * 3_600_000;
    const due = present.filter((name) => !idle.has(name) && (lock.until.get(name) ?? 0) < promised);
    await Array.fromAsync(ahead(due, severalFiles, (name) => lock.renew(name, lockedUntil(lock.days, now))));
    const until = Object.fromEntries(present.map((name) => [name, lock.until.get(name) ?? 0]));
    remember(this.#path, { until, idle: this.#idle.filter((name) => name in until) } satisfies LockMemory);
    return due.length;
  }
}
