/**
 * Arrays as PostgreSQL reads them in binary. The driver writes arrays as text, with an escape for each element; that, and
 * reading it again, costs more than all else of a large import.
 */

/** `$1::uuid[]`. */
export function uuidArray(ids: readonly string[]): Buffer {
  const array = begin(uuidType, false, ids.length, ids.length * 20);
  let at = headerLength;
  for (const id of ids) {
    at = array.writeInt32BE(16, at);
    at += array.write(id.replaceAll('-', ''), at, 'hex');
  }
  return array;
}

/** `$1::text[]`; null stays null. */
export function textArray(texts: readonly (string | null)[]): Buffer {
  const lengths = texts.map((text) => (text === null ? 0 : Buffer.byteLength(text)));
  const array = begin(textType, texts.includes(null), texts.length, sum(lengths) + texts.length * 4);
  let at = headerLength;
  for (const [place, text] of texts.entries()) {
    at = array.writeInt32BE(text === null ? -1 : lengths[place]!, at);
    if (text !== null) at += array.write(text, at);
  }
  return array;
}

/** `$1::bytea[]`; null stays null. */
export function bytesArray(pieces: readonly (Uint8Array | null)[]): Buffer {
  const length = sum(pieces.map((piece) => (piece?.length ?? 0) + 4));
  const array = begin(bytesType, pieces.includes(null), pieces.length, length);
  let at = headerLength;
  for (const piece of pieces) {
    at = array.writeInt32BE(piece?.length ?? -1, at);
    if (!piece) continue;
    array.set(piece, at);
    at += piece.length;
  }
  return array;
}

/** `$1::tsvector[]`, each of the given lexemes, none twice and without places. */
export function tsvectorArray(vectors: readonly (readonly string[])[]): Buffer {
  const lengths = vectors.map((lexemes) => 4 + sum(lexemes.map((lexeme) => Buffer.byteLength(lexeme) + 3)));
  const array = begin(tsvectorType, false, vectors.length, sum(lengths) + vectors.length * 4);
  let at = headerLength;
  for (const [place, lexemes] of vectors.entries()) {
    at = array.writeInt32BE(lengths[place]!, at);
    at = array.writeInt32BE(lexemes.length, at);
    for (const lexeme of lexemes) {
      at += array.write(lexeme, at);
      // The end of the lexeme, and two bytes for the number of its places.
      at = array.writeUIntBE(0, at, 3);
    }
  }
  return array;
}

const [bytesType, textType, uuidType, tsvectorType] = [17, 25, 2950, 3614];
const headerLength = 20;

/** One dimension, whether any is null, type of the elements, their number, first index 1; in memory of its own, so that it can pass between threads. */
function begin(type: number, nulls: boolean, count: number, length: number): Buffer {
  const array = Buffer.allocUnsafeSlow(headerLength + length);
  for (const [place, value] of [1, nulls ? 1 : 0, type, count, 1].entries()) array.writeInt32BE(value, place * 4);
  return array;
}

function sum(lengths: readonly number[]): number {
  return lengths.reduce((all, length) => all + length, 0);
}
