/** What was read of a file: its text as a person would read it, line by line. */
export interface PaperText {
  text: string;
  /** More stood in it than `mostCharacters`, or on more pages than are read. */
  cut: boolean;
  /** Pages, or the whole of a picture, whose words can only be recognised: `recognisePaper` does that. */
  unread: boolean;
}

/** Why nothing could be read of a file. */
export const paperFaults = ['too-large', 'too-slow', 'too-much-memory', 'password', 'damaged'] as const;
export type PaperFault = (typeof paperFaults)[number];

/** A file that could not be read, with the reason. */
export class UnreadPaper extends Error {
  readonly fault: PaperFault;

  constructor(fault: PaperFault) {
    super(`a paper could not be read: ${fault}`);
    this.fault = fault;
  }
}

/** A file as it is shown without its program: rows of its sheets, HTML made of nothing but what `showDocument` lets through, or text. */
export type ShownPaper =
  | { kind: 'text'; text: string; cut: boolean }
  | { kind: 'html'; html: string; cut: boolean }
  | { kind: 'sheets'; sheets: ShownSheet[]; cut: boolean };

export interface ShownSheet {
  name: string;
  hidden: boolean;
  rows: { line: number; cells: string[] }[];
  cut: boolean;
}

/** Characters that are read of a file; what stands behind them is not found by a search. */
export const mostCharacters = 400_000;

const office = 'application/vnd.openxmlformats-officedocument';
const sheets = [`${office}.spreadsheetml.sheet`, 'application/vnd.oasis.opendocument.spreadsheet'];
const documents = [`${office}.wordprocessingml.document`];
const texts = ['text/plain', 'text/csv', 'application/xml'];
const pictures = ['image/png', 'image/jpeg', 'image/bmp', 'image/webp', 'image/gif', 'image/tiff'];
const recognised = ['image/png', 'image/jpeg', 'image/bmp', 'image/webp'];

/** What kind of paper a media type is, as far as it is read or shown here; null for all others. */
export function paperKind(mediaType: string): 'pdf' | 'picture' | 'sheets' | 'document' | 'text' | null {
  if (mediaType === 'application/pdf') return 'pdf';
  if (sheets.includes(mediaType)) return 'sheets';
  if (documents.includes(mediaType)) return 'document';
  if (texts.includes(mediaType)) return 'text';
  return pictures.includes(mediaType) ? 'picture' : null;
}

/** Whether words can be had from files of this type at all. */
export function isReadable(mediaType: string): boolean {
  return paperKind(mediaType) === 'picture' ? recognised.includes(mediaType) : paperKind(mediaType) !== null;
}
