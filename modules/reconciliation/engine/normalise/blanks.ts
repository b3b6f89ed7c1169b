/** What counts as blank: white space of every kind (Unicode 16, White_Space) and characters without width. */
const blank = String.raw`[\t-\r \u0085\u00A0\u1680\u180E\u2000-\u200D\u2028\u2029\u202F\u205F\u2060\u3000\uFEFF]`;

const edges = new RegExp(`^${blank}+|${blank}+$`, 'g');
const any = new RegExp(`${blank}+`, 'g');

export function withoutEdgeBlanks(text: string): string {
  return text.replace(edges, '');
}

export function withoutBlanks(text: string): string {
  return text.replace(any, '');
}
