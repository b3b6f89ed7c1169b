import { useEffect, useRef, useSyncExternalStore } from 'react';

/** What a key does, in words for the help. */
export type Key = { text: string; run: () => void };

type Binding = { key: string; text: string; inDialog: boolean; run: () => void };

const bindings = new Set<Binding>();
const listeners = new Set<() => void>();
let shown: readonly Binding[] = [];

function changed() {
  shown = [...bindings];
  for (const listener of listeners) listener();
}

/**
 * Binds keys while the component is there: `{ j: { text: t('…'), run } }`. Keys are letters and signs (`'j'`, `'?'`), names
 * (`'Enter'`, `'ArrowDown'`) or `'mod+k'` (⌘ or Ctrl). They rest while one writes in a field or a dialog is open, except
 * bindings made with `inDialog`. Of two bindings of one key the younger holds. The help of `?` lists them all.
 */
export function useKeys(keys: Record<string, Key>, { when = true, inDialog = false } = {}): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  const signature = when
    ? Object.entries(keys)
        .flatMap(([key, { text }]) => [key, text])
        .join('\n')
    : '';
  useEffect(() => {
    if (!signature) return;
    const pairs = signature.split('\n');
    const mine = pairs.flatMap((key, at) =>
      at % 2 ? [] : [{ key, text: pairs[at + 1]!, inDialog, run: () => latest.current[key]?.run() }],
    );
    for (const binding of mine) bindings.add(binding);
    changed();
    return () => {
      for (const binding of mine) bindings.delete(binding);
      changed();
    };
  }, [signature, inDialog]);
}

/** The keys that work on the page now, the younger of two that share a key. */
export function useBoundKeys(): { key: string; text: string }[] {
  const all = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
  return [...new Map(all.map((binding) => [binding.key, binding])).values()];
}

const chineseSigns: Record<string, string> = { '？': '?', '／': '/', '、': '/' };

/** The key as bindings name it; a Chinese input method that swallows letters outside of fields is looked through. */
export function keyOf(event: Pick<KeyboardEvent, 'key' | 'code' | 'metaKey' | 'ctrlKey'>): string {
  const swallowed = event.key === 'Process' || event.key === 'Unidentified';
  const raw = swallowed ? event.code.replace(/^(Key|Digit)/, '') : event.key;
  const key = chineseSigns[raw] ?? (raw.length === 1 ? raw.toLowerCase() : raw);
  return event.metaKey || event.ctrlKey ? `mod+${key}` : key;
}

function writes(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role="combobox"], [role="listbox"], [role="menu"]')) return true;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

function dialogIsOpen(): boolean {
  return [...document.querySelectorAll('[aria-modal="true"], dialog[open]')].some((dialog) => dialog.checkVisibility());
}

function pressed(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const key = keyOf(event);
  const reaching = key.startsWith('mod+');
  if (!reaching && writes(event.target)) return;
  const opens = key === 'Enter' || key === ' ';
  if (opens && event.target instanceof Element && event.target.closest('a, button, summary, input')) return;
  const inDialog = dialogIsOpen();
  const binding = [...bindings].findLast((one) => one.key === key && (one.inDialog || !inDialog));
  if (!binding || (event.repeat && !repeats.has(key))) return;
  event.preventDefault();
  binding.run();
}

const repeats = new Set(['j', 'k', 'ArrowDown', 'ArrowUp']);

if (typeof document !== 'undefined') document.addEventListener('keydown', pressed);

/** How the key is printed on this machine: `mod+k` is ⌘K on a Mac and Ctrl K elsewhere. */
export function printedKey(key: string): string {
  const names: Record<string, string> = { Enter: '↵', Escape: 'Esc', ArrowDown: '↓', ArrowUp: '↑', ' ': '␣' };
  const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
  const [mod, plain] = key.startsWith('mod+') ? [mac ? '⌘' : 'Ctrl ', key.slice(4)] : ['', key];
  return mod + (names[plain] ?? (plain.length === 1 ? plain.toUpperCase() : plain));
}
