import { narrow } from '#platform/kernel/narrow.ts';
import { syllablesOf } from './syllables.ts';

/** What stands in the search row of a client. */
export interface SearchRow {
  /** The lexemes of its tsvector. */
  terms: string[];
  haystack: string;
}

/** What a search asks: a tsquery that the index answers, and the piece that must stand in the haystack, where terms are not proof. */
export interface SearchQuery {
  terms: string;
  piece?: string;
}

const longestTerm = 12;

/**
 * Terms by which any piece of a client's name is found: pairs of neighbouring characters, pairs of neighbouring syllables,
 * threes of initials, and the beginnings of code and number. All are shared by many clients, which keeps the index small; a
 * longer piece is the meeting of its terms, and is then looked for in the haystack as it stands.
 */
export function searchRow(client: { name: string; uscc: string | null; number: string }): SearchRow {
  const name = plain(client.name);
  const syllables = syllablesOf(name);
  const initials = syllables.map((syllable) => syllable[0]).join('');
  const codes = [client.uscc ?? '', client.number].map(plain);
  const terms = codes
    .flatMap((code) => [code, code.slice(8), code.replace(/^\D*0*/, '')])
    .filter((code) => code !== '');
  const written = [
    ...pairs([...name]).map((pair) => `n${pair}`),
    ...pairs(syllables).map((pair) => `p${pair.slice(0, longestTerm)}`),
    ...[...initials].map((_, at) => `i${initials.slice(at, at + 3)}`),
    ...terms.map((code) => `c${code}`),
  ];
  return { terms: [...new Set(written)], haystack: [name, syllables.join(''), initials, ...codes].join('\n') };
}

/** The query for what a person typed; null when nothing is left of it to search by. */
export function searchQuery(typed: string): SearchQuery | null {
  const piece = plain(typed);
  if (piece === '') return null;
  const ways = [nameQuery([...piece])];
  if (/^[a-z]+$/.test(piece)) ways.push(syllableQuery(piece), initialsQuery(piece));
  if (/^[a-z0-9]+$/.test(piece)) ways.push(beginning(`c${piece}`));
  const terms = ways.map((way) => `(${way})`).join(' | ');
  const proof = ways.length === 1 && [...piece].length <= 2;
  return proof ? { terms } : { terms, piece };
}

function plain(text: string): string {
  return narrow(text).toLowerCase().replaceAll(/\s+/g, '');
}

/** Each part with its neighbour, and the last by itself. */
function pairs(parts: string[]): string[] {
  return parts.map((part, at) => part + (parts[at + 1] ?? ''));
}

function nameQuery(characters: string[]): string {
  if (characters.length === 1) return beginning(`n${characters[0]}`);
  return pairs(characters)
    .slice(0, -1)
    .map((pair) => lexeme(`n${pair}`))
    .join(' & ');
}

/** A term that the piece begins, or one that is a beginning of the piece. */
function syllableQuery(piece: string): string {
  const within = Array.from({ length: Math.min(piece.length, longestTerm) - 1 }, (_, at) =>
    lexeme(`p${piece.slice(0, at + 2)}`),
  );
  const whole = piece.length <= longestTerm ? [beginning(`p${piece}`)] : [];
  return [...whole, ...within].join(' | ');
}

function initialsQuery(piece: string): string {
  if (piece.length <= 3) return beginning(`i${piece}`);
  return Array.from({ length: piece.length - 2 }, (_, at) => lexeme(`i${piece.slice(at, at + 3)}`)).join(' & ');
}

function beginning(term: string): string {
  return `${lexeme(term)}:*`;
}

/** A lexeme as PostgreSQL quotes it. */
function lexeme(term: string): string {
  return /['\\]/.test(term) ? `'${term.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : `'${term}'`;
}
