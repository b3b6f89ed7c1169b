import { simplifiedForms } from '../normalise/simplified.ts';
import { bracketClose, bracketOpen } from './brackets.ts';

/**
 * What each UTF-16 unit counts as when names are linked: full-width and capital letters as plain small ones, 繁 as 简, every kind
 * of bracket as a round one; 0 for what does not count, which is all but letters, digits and characters of writing.
 */
export function foldingTable(): Uint16Array {
  return (made ??= make());
}

let made: Uint16Array | undefined;

function make(): Uint16Array {
  const folds = new Uint16Array(new SharedArrayBuffer(65_536 * 2));
  for (let unit = 0; unit < 65_536; unit += 1) {
    const text = String.fromCharCode(unit);
    if (/[\p{L}\p{N}\p{Cs}]/u.test(text)) folds[unit] = text.normalize('NFKC').toLowerCase().charCodeAt(0);
  }
  for (const open of '([{（［｛〔【〖﹙「『〈《') folds[open.charCodeAt(0)] = bracketOpen;
  for (const close of ')]}）］｝〕】〗﹚」』〉》') folds[close.charCodeAt(0)] = bracketClose;
  for (const [traditional, form] of simplifiedForms) {
    if (traditional < 65_536 && form < 65_536) folds[traditional] = form;
  }
  return folds;
}
