import { constants, inflateSync } from 'node:zlib';
import { giveBack } from '#platform/kernel/give-back.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { WholeContent } from './examine-archive.ts';

/** What a viewer runs by itself (ISO 32000-1 §12.6.4.5, §12.6.4.16): a program of the reader's machine, or a script. */
const runs = /\/(?:JavaScript|Launch)(?![A-Za-z0-9])/;
const packedObjects = '/ObjStm';
/** As far as a dictionary reaches, and as much of packed objects as is unpacked; what is longer says its actions at its beginning. */
const longestDictionary = 2048;
const packedAtOnce = 512 * 1024;
const readAtOnce = 32 * 1024;
const mostUnpacked = 16 * 1024 * 1024;

/** Refuses with `document.pdf-runs` a PDF that has a script or starts a program, in the open or among its packed objects. */
export async function examinePdf(file: WholeContent): Promise<void> {
  const packed: number[] = [];
  let at = 0;
  let end = '';
  for await (const text of textsOf(file)) {
    const seen = end + text;
    if (saysRuns(seen)) throw new Refusal('document.pdf-runs');
    const from = at - end.length;
    for (let found = seen.indexOf(packedObjects); found >= 0; found = seen.indexOf(packedObjects, found + 1))
      if (packed.at(-1) !== from + found) packed.push(from + found);
    at += text.length;
    end = seen.slice(-32);
  }
  for (const place of packed) if (saysRuns(await unpacked(file, place))) throw new Refusal('document.pdf-runs');
}

/** The content as short strings, which the collector clears away at once. */
async function* textsOf(file: WholeContent): AsyncGenerator<string> {
  for await (const piece of file.content()) {
    for (let at = 0; at < piece.length; at += readAtOnce) yield piece.toString('latin1', at, at + readAtOnce);
    giveBack(piece);
  }
}

/** Names may be written with any of their letters as `#` and two digits (§7.3.5). */
function saysRuns(text: string): boolean {
  if (runs.test(text)) return true;
  if (!text.includes('#')) return false;
  return runs.test(
    text.replaceAll(/#([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16))),
  );
}

/** The objects that are packed after the dictionary at `place`; empty when they are packed otherwise than by deflating, or encrypted. */
async function unpacked(file: WholeContent, place: number): Promise<string> {
  const bytes = await file.read(place, Math.min(file.size, place + longestDictionary + packedAtOnce));
  const head = bytes.subarray(0, longestDictionary).toString('latin1');
  const opened = /stream\r?\n/.exec(head);
  if (!opened) return '';
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: mostUnpacked };
    return inflateSync(bytes.subarray(opened.index + opened[0].length), options).toString('latin1');
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw new Refusal('document.bursts');
    return '';
  }
}
