import pairs from 'opencc-js/dict/TSCharacters';

/**
 * 繁 → 简 by code point, from OpenCC's table of characters (Apache-2.0). Each character has one simplified form, whatever
 * stands beside it: what is compared must not depend on a dictionary of words.
 */
export const simplifiedForms: ReadonlyMap<number, number> = new Map(
  pairs.split('|').map((pair) => {
    const [traditional, simplified] = pair.split(' ') as [string, string];
    return [traditional.codePointAt(0)!, simplified.codePointAt(0)!];
  }),
);

export function simplified(text: string): string {
  return text.replace(/\p{Script=Han}/gu, (character) => {
    const form = simplifiedForms.get(character.codePointAt(0)!);
    return form === undefined ? character : String.fromCodePoint(form);
  });
}
