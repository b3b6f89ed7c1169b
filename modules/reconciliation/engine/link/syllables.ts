/** Syllables written in Latin letters stand in a folded name as one unit each, from here on (private use). */
export const firstSyllable = 0xe000;

/** How folded units sound. */
export interface Sounds {
  /** The syllable of a unit without its tone, as a number; another number of its own for what has no syllable. */
  of: Uint16Array;
  /** Numbers of the syllables by their letters. */
  syllables: ReadonlyMap<string, number>;
}
