import { useEffect, useSyncExternalStore } from 'react';

/** Something one can do, named by its deed: `新建交接`. */
export type Action = {
  id: string;
  text: string;
  /** The key that does the same without the palette. */
  key?: string;
  run: () => void;
};

/** Something found by the words typed: a client, a handover. */
export type Found = { key: string; text: string; note?: string; to: string };

/** Asks the server for what the words mean, by Chinese, pinyin or initials; titled groups in the order shown. */
export type Find = (words: string, signal: AbortSignal) => Promise<{ title: string; found: Found[] }[]>;

const offered = new Map<object, Action[]>();
const listeners = new Set<() => void>();
let now: { open: boolean; actions: readonly Action[] } = { open: false, actions: [] };

function change(open: boolean) {
  now = { open, actions: [...offered.values()].flat() };
  for (const listener of listeners) listener();
}

/** Offers actions in the palette for as long as the page is there. */
export function useActions(actions: Action[]): void {
  const signature = actions.map(({ id, text }) => `${id} ${text}`).join('\n');
  useEffect(() => {
    const offer = {};
    offered.set(offer, actions);
    change(now.open);
    return () => {
      offered.delete(offer);
      change(now.open);
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the actions are the same as long as their names are
  }, [signature]);
}

export function openPalette(): void {
  change(true);
}

export function closePalette(): void {
  change(false);
}

/** Whether the palette is open, and the actions that pages offer now. */
export function usePalette(): { open: boolean; actions: readonly Action[] } {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => now,
  );
}
