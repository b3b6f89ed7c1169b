import { useSyncExternalStore } from 'react';
import { onTone, tone } from './look.ts';
import type { Tone } from './theme.ts';

/** The ground, followed as it changes. */
export function useTone(): Tone {
  return useSyncExternalStore(onTone, tone);
}
