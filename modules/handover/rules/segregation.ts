/** An object as it will be kept after the handover: whose client it is of, what it is, and who holds it. */
export interface HeldObject {
  /** The item or record that it stands on. */
  id: string;
  client: string;
  /** The choice of the client's `custody` record: `finance-seal`, `bank-ukey`, … */
  object: string;
  /** What a UKey is for. */
  use?: 'making' | 'reviewing' | 'managing';
  /** Whoever has it in hand; an object that the client keeps is left out. */
  holder: string;
}

/** What one person must not hold together; its words stand in the locale under `segregation.<rule>`. */
export type SegregationRule = 'finance-and-legal-seal' | 'key-and-pin' | 'making-and-reviewing-key';

export interface SegregationWarning {
  rule: SegregationRule;
  client: string;
  holder: string;
  /** The objects that are together. */
  objects: string[];
}

type Part = (object: HeldObject) => boolean;

const key: Part = ({ object }) => object === 'bank-ukey' || object === 'tax-ukey' || object === 'ca-certificate';

const apart: { rule: SegregationRule; one: Part; other: Part }[] = [
  {
    rule: 'finance-and-legal-seal',
    one: ({ object }) => object === 'finance-seal',
    other: ({ object }) => object === 'legal-person-seal',
  },
  { rule: 'key-and-pin', one: key, other: ({ object }) => object === 'ukey-pin' },
  {
    rule: 'making-and-reviewing-key',
    one: ({ object, use }) => object === 'bank-ukey' && use === 'making',
    other: ({ object, use }) => object === 'bank-ukey' && use === 'reviewing',
  },
];

/**
 * Where one person would hold together what the trade keeps apart: 财务专用章 and 法人名章 of a client, a UKey and its PIN, the
 * keys for 制单 and 复核. Each client is looked at by itself.
 */
export function segregationWarnings(objects: readonly HeldObject[]): SegregationWarning[] {
  const hands = Map.groupBy(objects, ({ client, holder }) => JSON.stringify([client, holder]));
  return [...hands.values()].flatMap((held) =>
    apart.flatMap(({ rule, one, other }) => {
      if (!held.some(one) || !held.some(other)) return [];
      const { client, holder } = held[0]!;
      return [
        { rule, client, holder, objects: held.filter((object) => one(object) || other(object)).map(({ id }) => id) },
      ];
    }),
  );
}
