import { useSyncExternalStore } from 'react';

/** Whether the viewer's private keys lie open on this page. The vault's browser code says so; the shell shows it. */
export type Lock = { state: 'none' | 'locked' } | { state: 'open'; shut: () => void };

const listeners = new Set<() => void>();
let lock: Lock = { state: 'locked' };

/** Says how the lock stands now: `none` when the person has made no vault password yet. */
export function setLock(next: Lock): void {
  lock = next;
  for (const listener of listeners) listener();
}

/** The lock, followed as it changes. */
export function useLock(): Lock {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lock,
  );
}
