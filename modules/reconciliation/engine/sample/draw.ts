import { hash } from 'node:crypto';

/**
 * Draws `size` of the ids without replacement, in the order in which they are to be inspected. An id's place is the SHA-256 of
 * seed, line feed and id (`printf '%s\n%s' SEED ID | sha256sum`), smallest first: the draw depends on the seed and the set alone,
 * never on the order of rows, and anyone can do it again.
 *
 * Neither party may choose the seed. Freeze the list first, then take what nobody could know before: the root of the
 * journal's first checkpoint after that. Throws RangeError when an id stands twice or there are fewer than `size`.
 */
export function draw(ids: readonly string[], size: number, seed: string): string[] {
  if (new Set(ids).size < ids.length) throw new RangeError('an id stands twice in what is drawn from');
  if (size > ids.length) throw new RangeError(`${size} cannot be drawn from ${ids.length}`);
  return ids
    .map((id) => ({ id, place: hash('sha256', `${seed}\n${id}`) }))
    .toSorted((a, b) => (a.place < b.place ? -1 : 1))
    .slice(0, size)
    .map(({ id }) => id);
}
