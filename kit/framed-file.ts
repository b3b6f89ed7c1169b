/** What the page gives to the frame in which a file is looked at. */
export interface FramedFile {
  preview: 'show';
  shown:
    | { kind: 'pdf' | 'picture'; bytes: ArrayBuffer; mediaType: string }
    | { kind: 'text'; text: string }
    | { kind: 'html'; html: string }
    | { kind: 'sheets'; sheets: FramedSheet[] };
  /** Who looks, and when: lies over everything that is drawn. */
  watermark: string[];
  tone: 'light' | 'dark';
  language: string;
}

export interface FramedSheet {
  name: string;
  rows: { line: number; cells: string[] }[];
}

export function isFramedFile(message: unknown): message is FramedFile {
  return (message as Partial<FramedFile> | null)?.preview === 'show';
}
