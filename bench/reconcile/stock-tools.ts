import { type Contender, versionOf } from './contender.ts';

/** Lines that only one file has, by the tools of every Unix. */
export const sortAndComm: Contender = {
  name: 'sort + comm',
  version: () => versionOf('sort', '--version'),
  doesNot: 'cells, keys, totals; wrong on line ends within cells',
  command: ({ left, right, out }) => [
    'bash',
    '-c',
    'export LC_ALL=C; sort -S 512M --parallel=1 "$1" > "$3.l" & sort -S 512M --parallel=1 "$2" > "$3.r"; wait; comm -3 "$3.l" "$3.r"; rm "$3.l" "$3.r"',
    'sort-and-comm',
    left,
    right,
    out,
  ],
};

/** What it costs to look at every byte once. */
export const cat: Contender = {
  name: 'cat of both',
  version: () => versionOf('cat', '--version'),
  doesNot: 'anything but reading',
  command: ({ left, right }) => ['bash', '-c', 'cat "$1" "$2" > /dev/null', 'cat', left, right],
};

/** Peers that the machine may have; those it has not are named in the results. */
export const otherPeers: [name: string, program: string, ...args: string[]][] = [
  ['miller', 'mlr', '--version'],
  ['daff', 'daff', 'version'],
  ['polars', 'python3', '-c', 'import polars; print(polars.__version__)'],
];
