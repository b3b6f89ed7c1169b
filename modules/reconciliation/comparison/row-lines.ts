/** The first lines of a stream of text; the rest is not read. */
export async function firstLines(content: AsyncIterable<Buffer>, most: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const block of linesOf(content))
    for (const { text } of block) {
      lines.push(text);
      if (lines.length === most) return lines;
    }
  return lines;
}

/** A line with the byte at which it begins. */
export interface PlacedLine {
  text: string;
  place: number;
}

/** The lines of a stream of UTF-8, block by block. */
export async function* linesOf(content: AsyncIterable<Uint8Array>): AsyncGenerator<PlacedLine[]> {
  let rest: Buffer = Buffer.alloc(0);
  let place = 0;
  for await (const piece of content) {
    const bytes = Buffer.concat([rest, piece]);
    const lines: PlacedLine[] = [];
    let from = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
      lines.push({ text: bytes.toString('utf8', from, end), place: place + from });
      from = end + 1;
    }
    rest = bytes.subarray(from);
    place += from;
    yield lines;
  }
}
