import { narrow } from '#platform/kernel/narrow.ts';
import { bareHeader } from '#platform/tabular/header-words.ts';
import { fieldOf, type MappedSide, type PairProposal, proposePairs } from './propose-pairs.ts';

/** Columns of both sides that have no partner by their exact name. */
export interface Matched {
  /** The same name but for marks and letter case, or words for one field of the trade; nothing else on either side could be meant. */
  sure: PairProposal[];
  /** What a person should look at first. */
  unsure: PairProposal[];
}

/** Matches the columns that `paired` does not name; nobody has confirmed anything. */
export function matchColumns(
  left: MappedSide,
  right: MappedSide,
  paired: readonly { left: string; right: string }[],
): Matched {
  const proposed = proposePairs(
    without(
      left,
      paired.map((pair) => pair.left),
    ),
    without(
      right,
      paired.map((pair) => pair.right),
    ),
  ).pairs;
  const isSure = (pair: PairProposal) => {
    const [reason] = pair.reasons;
    if (pair.score < 0.85 || qualifierOf(pair.left) !== qualifierOf(pair.right)) return false;
    if (reason?.by === 'name-bare') return standsOnce(pair, bareHeader);
    return reason?.by === 'synonym' && standsOnce(pair, fieldOf);
  };
  const standsOnce = (pair: PairProposal, word: (name: string) => string | null) =>
    left.columns.filter((name) => word(name) === word(pair.left)).length === 1 &&
    right.columns.filter((name) => word(name) === word(pair.right)).length === 1;
  return { sure: proposed.filter(isSure), unsure: proposed.filter((pair) => !isSure(pair)) };
}

/** What a header says in brackets, but for the yuan and what is to be filled in: 余额(期初) is not 余额(期末). */
function qualifierOf(header: string): string {
  const inside = [...narrow(header).matchAll(/\(([^)]*)\)|\[([^\]]*)\]|【([^】]*)】/g)].map(
    ([, a, b, c]) => a ?? b ?? c!,
  );
  return inside
    .map(bareHeader)
    .filter((word) => !/^(元|人民币|人民币元|cny|rmb|¥|必填|选填)$/.test(word))
    .join(' ');
}

function without({ columns, sample }: MappedSide, names: readonly string[]): MappedSide {
  const places = [...columns.keys()].filter((place) => !names.includes(columns[place]!));
  return {
    columns: places.map((place) => columns[place]!),
    sample: sample.map((cells) => places.map((place) => cells[place] ?? '')),
  };
}
