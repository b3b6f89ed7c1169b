/** Prints each step with its time, and ends the trial at the first one that is not true. */
export interface Steps {
  <Result>(name: string, deed: (note: (text: string) => void) => Promise<Result>): Promise<Result>;
}

/** Says with its text what was not as it must be. */
export class NotTrue extends Error {}

/** Throws `NotTrue` unless the condition holds. */
export function isTrue(condition: unknown, text: string): asserts condition {
  if (!condition) throw new NotTrue(text);
}

/** Steps that are printed to `out`: one line each with the seconds it took, its notes below it. */
export function stepsTo(out: (line: string) => void): Steps {
  let number = 0;
  return async (name, deed) => {
    number += 1;
    const label = `${String(number).padStart(2)}  ${name}`;
    const notes: string[] = [];
    const from = performance.now();
    const seconds = () => `${((performance.now() - from) / 1000).toFixed(2)} s`.padStart(9);
    try {
      const result = await deed((text) => notes.push(text));
      out(`✓ ${seconds()}  ${label}`);
      return result;
    } catch (error) {
      out(`✗ ${seconds()}  ${label}`);
      throw error;
    } finally {
      for (const note of notes) out(`                   ${note}`);
    }
  };
}
