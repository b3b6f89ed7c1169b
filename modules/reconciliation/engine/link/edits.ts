/**
 * The place where one unit was changed, left out or put in between two texts, counted in the other; -1 when it takes more than
 * that, or nothing.
 */
export function oneEdit(a: Uint16Array, aLength: number, b: Uint16Array, bFrom: number, bLength: number): number {
  if (Math.abs(aLength - bLength) > 1) return -1;
  let begin = 0;
  const shorter = Math.min(aLength, bLength);
  while (begin < shorter && a[begin] === b[bFrom + begin]) begin += 1;
  let end = 0;
  while (end < shorter - begin && a[aLength - 1 - end] === b[bFrom + bLength - 1 - end]) end += 1;
  const rest = Math.max(aLength, bLength) - begin - end;
  return rest === 1 ? begin : -1;
}

/** Whether two texts sound the same, unit by unit. */
export function sameSounds(
  sounds: Uint16Array,
  a: Uint16Array,
  aLength: number,
  b: Uint16Array,
  bFrom: number,
  bLength: number,
): boolean {
  if (aLength !== bLength) return false;
  for (let at = 0; at < aLength; at += 1) if (sounds[a[at]!] !== sounds[b[bFrom + at]!]) return false;
  return true;
}

/** Whether two neighbours changed places and nothing else. */
export function swapped(a: Uint16Array, aLength: number, b: Uint16Array, bFrom: number, bLength: number): boolean {
  if (aLength !== bLength) return false;
  let at = 0;
  while (at < aLength && a[at] === b[bFrom + at]) at += 1;
  if (at + 1 >= aLength || a[at] !== b[bFrom + at + 1] || a[at + 1] !== b[bFrom + at]) return false;
  for (at += 2; at < aLength; at += 1) if (a[at] !== b[bFrom + at]) return false;
  return true;
}
