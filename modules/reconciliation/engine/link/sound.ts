import { pinyin } from 'pinyin-pro';
import { type Sounds, firstSyllable } from './syllables.ts';

/**
 * The commonest reading of every character, without tone: what sounds alike is typed alike. A name in pinyin sounds like its
 * characters, so `xinda` and 鑫达 are two syllables each.
 */
export function soundTable(): Sounds {
  return (made ??= make());
}

let made: Sounds | undefined;

function make(): Sounds {
  const of = new Uint16Array(new SharedArrayBuffer(65_536 * 2));
  const syllables = new Map<string, number>();
  for (let unit = 0; unit < 65_536; unit += 1) of[unit] = unit < 1024 ? unit + 1024 : unit;
  for (let unit = 0x4e00; unit < 0x9fa6; unit += 1) {
    const [reading] = pinyin(String.fromCharCode(unit), { toneType: 'none', type: 'array', v: true });
    if (!/^[a-zü]+$/.test(reading ?? '')) continue;
    const letters = reading!.replaceAll('ü', 'v');
    const number = syllables.get(letters) ?? syllables.size + 1;
    syllables.set(letters, number);
    of[unit] = number;
    of[firstSyllable + number] = number;
  }
  return { of, syllables };
}
