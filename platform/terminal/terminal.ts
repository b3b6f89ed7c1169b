/**
 * What a command stands on: the API as the person whose key it was given, words, output and passwords. `Api` is as much of
 * the API as the command asks for.
 */
export interface Terminal<Api> {
  /** The API of the running server; refuses with `terminal.no-key` when no key was given. */
  readonly api: Api;
  /** The words of a text by its key, in the language of the terminal. */
  say(key: string, facts?: Record<string, unknown>): string;
  /** Prints what was found: as JSON when that was asked for, else these lines. */
  show(found: unknown, lines: readonly string[]): void;
  /** A passing word about the progress, not part of the result. */
  remark(line: string): void;
  /** The vault password, from BATON_VAULT_PASSWORD or typed unseen; a new one is typed twice. */
  askVaultPassword(options?: { anew: boolean }): Promise<string>;
  /** A secret value, from the pipe or typed unseen. */
  askSecret(question: string): Promise<string>;
  /** Where the server is and what proves who asks, for what goes beside the operations, such as an upload. */
  readonly server: { url: string; headers: Record<string, string> };
}
