/** Writes a decimal string of yuan with thousands and two decimals: `"1472469.81"` → `1,472,469.81`. Exact: never by a float. */
export function formatAmount(yuan: string): string {
  const [, sign, whole, cents] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(yuan) ?? [];
  if (!whole) return yuan;
  return `${sign ? '−' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${(cents ?? '').padEnd(2, '0')}`;
}

/** Writes a count with thousands: 1840 → `1,840`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

const units = ['B', 'KB', 'MB', 'GB', 'TB'];

/** Writes a size in bytes: 1536 → `1.5 KB`. */
export function formatSize(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  const value = bytes / 1024 ** power;
  return `${power && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}

/** Writes a hash as people compare it, by its first and last digits: `9f3c 61aa … 04d2`. */
export function formatHash(hash: string): string {
  return `${hash.slice(0, 4)} ${hash.slice(4, 8)} … ${hash.slice(-4)}`;
}
