import { pinyin } from 'pinyin-pro';
import { narrow } from '#platform/kernel/narrow.ts';

/** A header without what stands in brackets, marks and blanks: `* 服务费(元/月)` is `服务费`, `Client_ID` is `clientid`. */
export function headerWords(column: string): string {
  return bareHeader(narrow(column).replaceAll(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, ''));
}

/** A header in small letters, without marks and blanks. */
export function bareHeader(text: string): string {
  return narrow(text)
    .toLowerCase()
    .replaceAll(/[\s_\-*:;,./'"、:。]+/g, '');
}

/** A Chinese header in pinyin and by its initials: 客户编号 is `kehubianhao` and `khbh`. */
export function spellings(word: string): [whole: string, initials: string] {
  const syllables = pinyin(word, { toneType: 'none', type: 'array' }).map((syllable) => syllable.toLowerCase());
  return [syllables.join(''), syllables.map((syllable) => syllable[0]).join('')];
}
