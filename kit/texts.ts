/** Locale texts as they are written in files: flat keys, or nested by the parts of the key. */
export interface Texts {
  [key: string]: string | Texts;
}

/** One flat table from key to text; `{ a: { b: '…' } }` and `{ 'a.b': '…' }` are the same. */
export function flatten(texts: Texts, prefix = ''): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(texts).map(([key, value]) =>
      typeof value === 'string' ? { [prefix + key]: value } : flatten(value, `${prefix}${key}.`),
    ),
  ) as Record<string, string>;
}
