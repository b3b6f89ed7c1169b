import { pinyin } from 'pinyin-pro';

const han = /\p{Script=Han}/u;

/**
 * The name in pinyin without tones, `lv` for 绿; runs of letters and figures count as one syllable, other signs as none. A
 * character with several readings is read from its neighbours (银行 is `yin hang`). Readings are remembered, since names share
 * most of their parts and looking a whole name up takes a third of a millisecond.
 */
export function syllablesOf(name: string): string[] {
  const characters = [...name];
  const syllables: string[] = [];
  let run = '';
  for (const [at, character] of characters.entries()) {
    if (/[a-z0-9]/i.test(character)) run += character.toLowerCase();
    if (!han.test(character)) continue;
    if (run !== '') syllables.push(run);
    run = '';
    syllables.push(readingOf(character, characters[at - 1] ?? '', characters[at + 1] ?? ''));
  }
  return run === '' ? syllables : [...syllables, run];
}

const readings = new Map<string, string>();
const most = 200_000;

function readingOf(character: string, before: string, after: string): string {
  const [only, several] = readingsOf(character);
  if (!several) return only;
  const left = han.test(before) ? before : '';
  const context = `${left}${character}${han.test(after) ? after : ''}`;
  return remembered(`${left ? 1 : 0}${context}`, () => toneless(context)[left ? 1 : 0] ?? only);
}

/** The first reading, and whether there are others. */
function readingsOf(character: string): [string, boolean] {
  const all = remembered(`${character}*`, () =>
    [...new Set(pinyin(character, { toneType: 'none', type: 'array', multiple: true, v: true }))].join(' '),
  );
  const [first = '', ...others] = all.split(' ');
  return [first, others.length > 0];
}

function toneless(text: string): string[] {
  return pinyin(text, { toneType: 'none', type: 'array', v: true });
}

function remembered(key: string, look: () => string): string {
  const known = readings.get(key);
  if (known !== undefined) return known;
  const found = look();
  if (readings.size < most) readings.set(key, found);
  return found;
}
