import { NodeCompiler, type NodeError } from '@myriaddreamin/typst-ts-node-compiler';
import { families, fontFiles } from './fonts.ts';
import { coverageOf } from './glyph-coverage.ts';
import { packObjects } from './object-streams.ts';
import { type Json, printable } from './printable.ts';

/** A document to set: a typst source, which is ours, and the data it shows, which is anybody's. */
export interface Typesetting {
  /**
   * Typst source. It finds the data under the name `data` and the font lists under `sans` and `serif`. Strings of the data
   * are strings in typst: nothing in them is ever read as markup or code.
   */
  readonly template: string;
  readonly data: Json;
  /** The title in the PDF's own properties. */
  readonly title: string;
  readonly language: 'zh' | 'en';
  /** When the document was made, in its properties: the same input gives the same bytes. */
  readonly at: Date;
}

export interface RenderedPdf {
  /** PDF/A-2a: tagged, with all fonts inside. */
  readonly pdf: Uint8Array;
  readonly pages: number;
}

/** Sets documents where it is called, for seconds when they are long: the server goes by `renderPdf`. */
export function typesetter(): (order: Typesetting) => RenderedPdf {
  const covers = coverageOf(fontFiles);
  const compiler = NodeCompiler.create({
    workspace: import.meta.dirname,
    fontArgs: [{ fontPaths: [...fontFiles] }],
  });

  let set = 0;
  return ({ template, data, title, language, at }) => {
    const compiled = compiler.compile({
      mainFileContent: prelude + template,
      inputs: { data: JSON.stringify(printable(data, covers)), title: printable(title, covers) as string, language },
    });
    const document = compiled.result;
    if (!document) throw new TypesettingFault(whatFailed(compiler, compiled.takeError()));
    const creationTimestamp = Math.floor(at.getTime() / 1000);
    try {
      const pdf = compiler.pdf(document, { pdfStandard: 'a-2a', creationTimestamp });
      return { pdf: packObjects(pdf), pages: document.numOfPages };
    } catch {
      throw new TypesettingFault('it does not fit PDF/A-2a');
    } finally {
      if (++set % documentsRemembered === 0) compiler.evictCache(1);
    }
  };
}

/** A template that does not fit its data: a fault of ours. The message names the complaint and no value of the data. */
class TypesettingFault extends Error {
  constructor(complaint: string) {
    super(`The document could not be set: ${complaint}`);
    this.name = 'TypesettingFault';
  }
}

/** One line, so that the template's own lines keep their numbers less one. Without fallback no font of the machine is used. */
const prelude = `#let latin = (name: "${families.latin}", covers: regex("[\\u{100}-\\u{24f}\\u{300}-\\u{36f}\\u{1e00}-\\u{1eff}]"))
#let sans = (latin, "${families.sans}", "${families.serif}", "${families.latin}")
#let serif = (latin, "${families.serif}", "${families.sans}", "${families.latin}")
#set document(title: sys.inputs.title)
#set text(font: sans, fallback: false, lang: sys.inputs.language, number-width: "tabular")
#let data = json(bytes(sys.inputs.data))
`;

/** After so many documents the compiler forgets what it has not met again; to forget after each costs a fifth of the time. */
const documentsRemembered = 10;

function whatFailed(compiler: NodeCompiler, error: NodeError | null): string {
  if (!error) return 'no reason given';
  const diagnostics = compiler.fetchDiagnostics(error) as { message: string }[];
  return diagnostics.map(({ message }) => withoutValues(message)).join('; ');
}

/** Typst quotes the values it complains of, or puts them after a colon: what follows either is cut off. */
function withoutValues(message: string): string {
  return /^[^"`':]*/.exec(message)![0].trim();
}
