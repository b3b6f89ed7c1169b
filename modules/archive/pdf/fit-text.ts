/** Text for a template: as it is, or in parts of which a `run` stays on one line. */
export type FittedText = string | (string | { run: string })[];

/** An estimate of how wide the text is set, in em: a Chinese character is one, a Latin letter or digit about half of that. */
export function widthInEms(text: string): number {
  let width = 0;
  for (const sign of text) width += emsOf(sign);
  return width;
}

/**
 * Cuts what has no place to break of its own, such as a code of 40 digits, into runs no wider than `ems`, so that it goes
 * on in the next line instead of over its neighbour. Nothing is added to the text: read or copied, it is the same.
 */
export function fitText(text: string, ems: number): FittedText {
  if (text.length <= ems) return text;
  const parts: (string | { run: string })[] = [];
  let cut = false;
  let from = 0;
  for (const match of text.matchAll(unbreakable)) {
    if (widthInEms(match[0]) <= ems) continue;
    cut = true;
    if (match.index > from) parts.push(text.slice(from, match.index));
    parts.push(...runsOf(match[0], ems));
    from = match.index + match[0].length;
  }
  if (!cut) return text;
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

/** The widest piece of the text that cannot be broken, in em. */
export function widestPiece(text: string): number {
  const runs = text.match(unbreakable) ?? [];
  return runs.reduce((widest, run) => Math.max(widest, widthInEms(run)), text === '' ? 0 : 1);
}

/** Latin letters, digits and the signs between them, to the next space or Chinese character. */
const unbreakable = /[!-\u2e7f]+/g;

function runsOf(text: string, ems: number): { run: string }[] {
  const runs: { run: string }[] = [];
  let run = '';
  let width = 0;
  for (const sign of text) {
    const next = emsOf(sign);
    if (run !== '' && width + next > ems) {
      runs.push({ run });
      run = '';
      width = 0;
    }
    run += sign;
    width += next;
  }
  runs.push({ run });
  return runs;
}

function emsOf(sign: string): number {
  if (sign.codePointAt(0)! >= 0x2e80) return 1;
  if (/[A-Z@%&]/.test(sign)) return 0.72;
  return /[ .,:;|!'()[\]iljI]/.test(sign) ? 0.34 : 0.57;
}
