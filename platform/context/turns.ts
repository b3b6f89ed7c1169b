import { Refusal } from '#platform/kernel/refusal.ts';

/** Calls of one firm that may stand at once, at work or waiting for a connection. */
export const mostOfOneFirm = 512;
/** Credentials of which the firm is kept in mind. */
const mostInMind = 10_000;

/**
 * The calls that stand, counted by firm, so that none keeps the others waiting without end. Which firm a credential belongs to
 * is what PostgreSQL said of it last; it serves for counting only, and whoever is not known yet is counted together.
 */
export class Turns {
  readonly #standing = new Map<string, number>();
  readonly #firms = new Map<string, string>();

  /** Runs the deed as one of the firm's calls; refuses with `server.busy` when too many stand already. */
  async take<T>(secret: string, deed: () => Promise<T>): Promise<T> {
    const firm = this.#firms.get(secret) ?? 'unknown';
    const standing = this.#standing.get(firm) ?? 0;
    if (standing >= mostOfOneFirm) throw new Refusal('server.busy', {}, 'unavailable');
    this.#standing.set(firm, standing + 1);
    try {
      return await deed();
    } finally {
      const left = this.#standing.get(firm)! - 1;
      if (left > 0) this.#standing.set(firm, left);
      else this.#standing.delete(firm);
    }
  }

  /** Keeps in mind whose a credential is; the one learnt longest ago is forgotten for it. */
  learn(secret: string, firm: string): void {
    if (this.#firms.get(secret) === firm) return;
    if (this.#firms.size >= mostInMind) this.#firms.delete(this.#firms.keys().next().value!);
    this.#firms.set(secret, firm);
  }
}
