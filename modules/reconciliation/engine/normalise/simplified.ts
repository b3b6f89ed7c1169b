import pairs from 'opencc-js/dict/TSCharacters';

const table = new Map(pairs.split('|').map((pair) => pair.split(' ') as [traditional: string, simplified: string]));

/**
 * 繁 → 简 by code point, from OpenCC's table of characters (Apache-2.0). Each character has one simplified form, whatever
 * stands beside it: what is compared must not depend on a dictionary of words. Characters that are their own form are absent,
 * and no form has a further one.
 */
export const simplifiedForms: ReadonlyMap<number, number> = new Map(
  [...table].flatMap(([traditional, form]) => {
    const last = table.get(form) ?? form;
    return last === traditional ? [] : [[traditional.codePointAt(0)!, last.codePointAt(0)!]];
  }),
);

export function simplified(text: string): string {
  return text.replace(/\p{Script=Han}/gu, (character) => {
    const form = simplifiedForms.get(character.codePointAt(0)!);
    return form === undefined ? character : String.fromCodePoint(form);
  });
}
