import { bracketClose, bracketOpen } from './brackets.ts';
import type { Gazetteer } from './gazetteer.ts';
import { branchEndings, emptyBrackets, legalForms, writtenForms } from './legal-form.ts';
import { PhraseList } from './phrase-list.ts';
import { type Sounds, firstSyllable } from './syllables.ts';
import { trades } from './trades.ts';

const longest = 120;
const words = (text: string) => text.trim().split(/\s+/);

/**
 * Takes the names of firms apart, one after the other: `read` sets the fields, the next `read` sets them anew. `body` holds
 * the folded name without place, form and brackets: first the core (字号), then the trade.
 */
export class NameReader {
  readonly body = new Uint16Array(longest + 8);
  coreLength = 0;
  bodyLength = 0;
  /** Number in the gazetteer, 0 for none. */
  place = 0;
  /** Place in `legalForms`, 0 for none. */
  form = 0;
  /** A number made of what names the branch; 0 when it is none. */
  branch = 0;

  readonly #folds: Uint16Array;
  readonly #sounds: Sounds;
  readonly #gazetteer: Gazetteer;
  readonly #forms = new PhraseList(
    Object.entries(writtenForms).flatMap(([form, written]) =>
      words(written).map((text) => [text, legalForms.indexOf(form as keyof typeof writtenForms)] as [string, number]),
    ),
    { fromEnd: true },
  );
  readonly #trades: PhraseList;
  readonly #endings: ReadonlySet<number>;
  readonly #branches = new PhraseList(
    words(branchEndings).map((text) => [text, 1]),
    { fromEnd: true },
  );
  readonly #empty: ReadonlySet<string> = new Set(words(emptyBrackets));
  readonly #bracket = new Uint16Array(longest);

  constructor(folds: Uint16Array, sounds: Sounds, gazetteer: Gazetteer) {
    this.#folds = folds;
    this.#sounds = sounds;
    this.#gazetteer = gazetteer;
    const all = words(trades);
    this.#trades = new PhraseList(
      all.filter((word) => word.length > 1).map((word) => [word, 1]),
      { fromEnd: true },
    );
    this.#endings = new Set(all.filter((word) => word.length === 1).map((word) => word.charCodeAt(0)));
  }

  /** Reads the UTF-16 units from `from` to before `to`; of a name longer than 120 the rest does not count. */
  read(units: Uint16Array, from: number, to: number): void {
    this.clear();
    let length = this.#fold(units, from, to);
    length = this.#brackets(length);
    length = this.#withoutBranch(length);
    length = this.#withoutForm(length);
    const start = this.#withoutPlace(length);
    this.body.copyWithin(0, start, length);
    this.bodyLength = length - start;
    this.coreLength = this.#core(this.bodyLength);
  }

  /** As after reading a name that is empty. */
  clear(): void {
    this.place = 0;
    this.form = 0;
    this.branch = 0;
    this.coreLength = 0;
    this.bodyLength = 0;
  }

  #fold(units: Uint16Array, from: number, to: number): number {
    const { body } = this;
    let length = 0;
    let latin = 0;
    for (let at = from; at < to && length < longest; at += 1) {
      const unit = this.#folds[units[at]!]!;
      if (unit === 0) continue;
      if (unit >= 0x61 && unit <= 0x7a) latin += 1;
      body[length] = unit;
      length += 1;
    }
    return latin >= 4 ? this.#asSyllables(length) : length;
  }

  /** Runs of Latin letters that are whole pinyin, of two syllables at least, become syllables. */
  #asSyllables(length: number): number {
    const text = String.fromCharCode(...this.body.subarray(0, length));
    const written = text.replace(/[a-z]{4,}/g, (run) => {
      const numbers = this.#syllablesOf(run);
      return numbers && numbers.length > 1 ? String.fromCharCode(...numbers.map((one) => firstSyllable + one)) : run;
    });
    for (let at = 0; at < written.length; at += 1) this.body[at] = written.charCodeAt(at);
    return written.length;
  }

  #syllablesOf(run: string): number[] | null {
    if (run === '') return [];
    for (let length = Math.min(6, run.length); length > 0; length -= 1) {
      const number = this.#sounds.syllables.get(run.slice(0, length));
      const rest = number === undefined ? null : this.#syllablesOf(run.slice(length));
      if (rest) return [number!, ...rest];
    }
    return null;
  }

  /** Takes brackets out: places and forms in them count as such, other words stay where they stand. */
  #brackets(length: number): number {
    const { body } = this;
    let kept = 0;
    for (let at = 0; at < length; at += 1) {
      const unit = body[at]!;
      if (unit === bracketClose) continue;
      if (unit !== bracketOpen) {
        body[kept] = unit;
        kept += 1;
        continue;
      }
      let end = at + 1;
      while (end < length && body[end] !== bracketClose && body[end] !== bracketOpen) end += 1;
      if (this.#saysNoName(at + 1, end)) at = end;
    }
    return kept;
  }

  #saysNoName(from: number, to: number): boolean {
    const inside = this.#bracket;
    inside.set(this.body.subarray(from, to));
    const length = to - from;
    this.#gazetteer.read(inside, 0, length);
    const { place, length: read } = this.#gazetteer;
    if (read > 0 && read === length) {
      if (this.place === 0) this.place = place;
      return true;
    }
    const form = this.#forms.find(inside, 0, length);
    if (form >= 0 && this.#forms.lengthOf(form) === length) {
      if (this.form === 0) this.form = this.#forms.numberOf(form);
      return true;
    }
    return length <= 2 && this.#empty.has(String.fromCharCode(...inside.subarray(0, length)));
  }

  #withoutBranch(length: number): number {
    const ending = this.#branches.find(this.body, 0, length);
    if (ending < 0) return length;
    let from = length - this.#branches.lengthOf(ending);
    for (let at = from - 1; at >= 3; at -= 1) {
      if (this.body[at] === 0x53f8 && this.body[at - 1] === 0x516c) {
        from = at + 1;
        break;
      }
    }
    let number = 1;
    for (let at = from; at < length; at += 1) number = (Math.imul(number, 31) + this.body[at]!) & 0xffff;
    this.branch = number || 1;
    return from;
  }

  #withoutForm(length: number): number {
    const phrase = this.#forms.find(this.body, 0, length);
    if (phrase < 0 || this.#forms.lengthOf(phrase) === length) return length;
    if (this.form === 0) this.form = this.#forms.numberOf(phrase);
    return length - this.#forms.lengthOf(phrase);
  }

  /** Where the name begins behind its place. A name that is nothing but a place keeps it. */
  #withoutPlace(length: number): number {
    this.#gazetteer.read(this.body, 0, length);
    const { place, length: read } = this.#gazetteer;
    if (read === 0 || read >= length - 1) return 0;
    if (this.place === 0 || this.#gazetteer.relation(place, this.place) === 'within') this.place = place;
    return read;
  }

  #core(length: number): number {
    let core = length;
    while (core > 1) {
      const trade = this.#trades.find(this.body, 0, core);
      const ending = core === length && this.#endings.has(this.body[core - 1]!);
      const taken = trade >= 0 ? this.#trades.lengthOf(trade) : ending ? 1 : 0;
      if (taken === 0 || taken >= core) break;
      core -= taken;
    }
    return core;
  }
}
