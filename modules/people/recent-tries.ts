/** How many tries there may be within the last so many seconds. */
export interface TriesRule {
  window: number;
  max: number;
}

/** More keys than this are not remembered: the least recent go. */
const mostKeys = 100_000;

/**
 * How often something was tried of late, by any key. The window moves with the clock: whoever tries again is let in as soon as the
 * oldest of the tries that count is older than the window. What was refused does not count. Each process remembers its own.
 */
export class RecentTries {
  /** By key, the tries that count, oldest first, in milliseconds since 1970; the key tried last is the last. */
  readonly #tries = new Map<string, number[]>();

  /** Counts a try; `retryAfter` is the seconds until one is allowed again. */
  consume(key: string, { window, max }: TriesRule): { allowed: boolean; retryAfter: number | null } {
    const now = Date.now();
    const counting = (this.#tries.get(key) ?? []).filter((at) => at > now - window * 1000);
    const allowed = counting.length < max;
    if (allowed) counting.push(now);
    this.#tries.delete(key);
    this.#tries.set(key, counting);
    if (this.#tries.size > mostKeys) this.#tries.delete(this.#tries.keys().next().value!);
    return { allowed, retryAfter: allowed ? null : Math.ceil((counting[0]! + window * 1000 - now) / 1000) };
  }

  /** The last try turned out to be none that counts. */
  takeBack(key: string): void {
    this.#tries.get(key)?.pop();
  }
}
