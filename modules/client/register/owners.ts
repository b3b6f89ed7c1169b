import type { PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { plainValue } from '../fields/written-value.ts';

/** A person who may be in charge of clients. */
export interface OwnerCandidate {
  id: PersonId;
  name: string;
}

/**
 * Whom a register means by an owner's name. `exact`: one person is called just so. `written-differently`: one is, but for
 * blanks and full-width characters. `several`: ask which. `unknown`: nobody is, or the cell is blank; ask who.
 */
export interface OwnerMatch {
  /** As in the register; '' stands for the rows without an owner. */
  written: string;
  rows: number;
  outcome: 'exact' | 'written-differently' | 'several' | 'unknown';
  /** One person for the first two outcomes, all of that name for `several`, none for `unknown`. */
  people: PersonId[];
}

/** How many rows name each owner as written; '' stands for those without one. */
export function countOwners(drafts: Iterable<{ owner: string | null }>): Map<string, number> {
  const rows = new Map<string, number>();
  for (const { owner } of drafts) rows.set(owner ?? '', (rows.get(owner ?? '') ?? 0) + 1);
  return rows;
}

/** Matches the owners' names that `countOwners` counted with people, the most frequent first. Names of one written form are one match each. */
export function matchOwners(rows: ReadonlyMap<string, number>, people: readonly OwnerCandidate[]): OwnerMatch[] {
  const byName = Map.groupBy(people, ({ name }) => name);
  const byPlainName = Map.groupBy(people, ({ name }) => plainName(name));
  return [...rows]
    .map(([written, count]): OwnerMatch => {
      const alike = byPlainName.get(plainName(written)) ?? [];
      const ids = alike.map(({ id }) => id);
      const outcome =
        alike.length > 1
          ? 'several'
          : alike.length === 0
            ? 'unknown'
            : byName.has(written)
              ? 'exact'
              : 'written-differently';
      return { written, rows: count, outcome, people: ids };
    })
    .sort((a, b) => b.rows - a.rows);
}

/**
 * The person for each written name, from the matches and from what was answered (by the written name, '' for blank cells).
 * An answer goes before a match. Refuses `register.owners-unresolved` {names, rows} until each name has one person.
 */
export function resolveOwners(
  matches: readonly OwnerMatch[],
  answers: Readonly<Record<string, PersonId>>,
): Map<string, PersonId> {
  const resolved = new Map<string, PersonId>();
  const open: OwnerMatch[] = [];
  for (const match of matches) {
    const person = Object.hasOwn(answers, match.written)
      ? answers[match.written]
      : match.people.length === 1
        ? match.people[0]
        : undefined;
    if (person) resolved.set(match.written, person);
    else open.push(match);
  }
  if (open.length > 0) {
    throw new Refusal('register.owners-unresolved', {
      names: open.length,
      rows: open.reduce((sum, { rows }) => sum + rows, 0),
    });
  }
  return resolved;
}

function plainName(name: string): string {
  return plainValue('name', name)!;
}
