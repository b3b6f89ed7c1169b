export type Greeting = 'night' | 'morning' | 'noon' | 'afternoon' | 'evening';

/** How one greets at this hour in China, where the firm works. */
export function greeting(now: Date): Greeting {
  const hour = (now.getUTCHours() + 8) % 24;
  if (hour < 5) return 'night';
  if (hour < 11) return 'morning';
  if (hour < 13) return 'noon';
  return hour < 18 ? 'afternoon' : 'evening';
}
