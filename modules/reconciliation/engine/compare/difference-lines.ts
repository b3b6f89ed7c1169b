import type { Difference } from '../difference.ts';

/** Takes JSON lines in blocks cut anywhere, and gives each as the difference it says. */
export function differenceReader(take: (difference: Difference) => void): { read(block: Uint8Array): void } {
  let rest = Buffer.alloc(0);
  return {
    read: (block) => {
      const bytes = Buffer.concat([rest, block]);
      let from = 0;
      for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
        take(JSON.parse(bytes.toString('utf8', from, end)) as Difference);
        from = end + 1;
      }
      rest = bytes.subarray(from);
    },
  };
}
