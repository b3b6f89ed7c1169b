import { mostCharacters, type PaperText } from './paper.ts';

/** Takes lines until there are as many characters as are read of a file. */
export class TextTaker {
  #text = '';
  #cut = false;

  /** True when no more is taken. */
  get full(): boolean {
    return this.#cut;
  }

  line(text: string): void {
    if (this.#cut || text === '') return;
    this.#text += this.#text === '' ? text : `\n${text}`;
    if (this.#text.length > mostCharacters) this.cut();
  }

  /** Notes that there is more than was taken. */
  cut(): void {
    this.#text = this.#text.slice(0, mostCharacters);
    this.#cut = true;
  }

  taken(unread = false): PaperText {
    return { text: this.#text, cut: this.#cut, unread };
  }
}
