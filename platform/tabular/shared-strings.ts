import { XmlReader, type XmlVisitor } from './xml.ts';
import { decodedPieces, type ZipArchive } from './zip-archive.ts';

/** The texts that cells point at, by their index; runs of rich text are put together, phonetic hints left out. */
export async function readSharedStrings(zip: ZipArchive, part: string): Promise<string[]> {
  const texts = new SharedStrings();
  const xml = new XmlReader(part, texts);
  for await (const piece of decodedPieces(zip, part)) xml.push(piece);
  xml.end();
  return texts.strings;
}

class SharedStrings implements XmlVisitor {
  readonly strings: string[] = [];
  #current = '';
  #inText = false;
  #phonetic = false;

  open(name: string): void {
    if (name === 'si') this.#current = '';
    else if (name === 't') this.#inText = !this.#phonetic;
    else if (name === 'rPh') this.#phonetic = true;
  }

  text(text: string): void {
    if (this.#inText) this.#current += text;
  }

  close(name: string): void {
    if (name === 'si') this.strings.push(unescapeText(this.#current));
    else if (name === 't') this.#inText = false;
    else if (name === 'rPh') this.#phonetic = false;
  }
}

/** Characters that XML cannot hold are written `_xHHHH_` (ECMA-376 part 1, 22.9.2.19). */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replaceAll(/_x([0-9a-fA-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
