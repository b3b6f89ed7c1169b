/** What a document is called, as it is sealed. */
export interface DocumentName {
  name: string;
  /** Missing where there was none. */
  folder?: string;
}

/** The last part of a path, without control characters, at most 200 characters. */
export function plainName(name: string): string {
  return tidy(name.split(/[/\\]/).at(-1)!, 200) || '—';
}

/** A path of folders without steps upward, control characters or doubled separators. */
export function plainFolder(folder: string): string {
  const steps = folder.split(/[/\\]/).map((step) => tidy(step, 100));
  return steps.filter((step) => step !== '' && step !== '.' && step !== '..').join('/');
}

function tidy(text: string, most: number): string {
  return [...text.replaceAll(/\p{Cc}+/gu, ' ').trim()].slice(0, most).join('');
}
