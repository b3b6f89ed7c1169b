import type { FoundPlace } from './content.contract.ts';

/** Characters that are shown on either side. */
const around = 28;
const mostPlaces = 3;
const mostCounted = 99;

/** Where the piece stands in a text, blanks between its characters or not: the first places and how many there are, at most 99. */
export function placesOf(text: string, piece: string): { places: FoundPlace[]; count: number } {
  const pattern = new RegExp([...piece].map(literal).join(String.raw`\s*`), 'giu');
  const places: FoundPlace[] = [];
  let count = 0;
  for (const { 0: words, index } of text.matchAll(pattern)) {
    count += 1;
    if (count > mostCounted) break;
    if (places.length === mostPlaces) continue;
    const end = index + words.length;
    places.push({
      before: (index > around ? '…' : '') + inLine(text.slice(Math.max(0, index - around), index)),
      words: inLine(words),
      after: inLine(text.slice(end, end + around)) + (text.length > end + around ? '…' : ''),
    });
  }
  return { places, count: Math.min(count, mostCounted) };
}

function literal(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

function inLine(text: string): string {
  return text.replaceAll('\n', ' ');
}
