/** Texts of a column in memory that workers share: UTF-16 units one after the other, text n from `starts[n]` to `starts[n + 1]`. */
export interface PackedColumn {
  units: Uint16Array;
  starts: Int32Array;
}

export function pack(texts: readonly string[]): PackedColumn {
  const starts = new Int32Array(new SharedArrayBuffer((texts.length + 1) * 4));
  let total = 0;
  for (let at = 0; at < texts.length; at += 1) {
    starts[at] = total;
    total += texts[at]!.length;
  }
  starts[texts.length] = total;
  const units = new Uint16Array(new SharedArrayBuffer(Math.max(2, total * 2)));
  let to = 0;
  for (const text of texts) {
    for (let at = 0; at < text.length; at += 1) {
      units[to] = text.charCodeAt(at);
      to += 1;
    }
  }
  return { units, starts };
}
