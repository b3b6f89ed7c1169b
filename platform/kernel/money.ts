/** An amount of money in fen (1/100 yuan). JSON carries it as a decimal string of yuan: `"1472469.81"`. */
export type Fen = bigint;

/** A plain decimal of yuan, with at most two decimals. */
export const decimal = /^(-?)(\d{1,16})(?:\.(\d{1,2}))?$/;

/** Reads a plain decimal of yuan with at most two decimals; null when it is anything else. Exact: never by a float. */
export function parseYuan(text: string): Fen | null {
  const match = decimal.exec(text);
  if (!match) return null;
  const fen = BigInt(match[2]!) * 100n + BigInt((match[3] ?? '').padEnd(2, '0'));
  return match[1] ? -fen : fen;
}

/** Writes fen as a decimal string of yuan with two decimals, without thousands. */
export function formatYuan(fen: Fen): string {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
