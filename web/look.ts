import type { Tone } from './theme.ts';

export type Language = 'zh' | 'en';

const root = document.documentElement;
const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

/** The ground as it is now: this person's choice, else the system's wish. */
export function tone(): Tone {
  return (root.dataset.theme as Tone | undefined) ?? (dark.matches ? 'dark' : 'light');
}

/** Chinese, unless this person has chosen English. */
export function language(): Language {
  return root.lang === 'en' ? 'en' : 'zh';
}

export function setTone(next: Tone): void {
  localStorage.setItem('baton.tone', next);
  root.dataset.theme = next;
  for (const listener of listeners) listener();
}

export function setLanguage(next: Language): void {
  localStorage.setItem('baton.language', next);
  root.lang = next;
}

/** Calls back whenever the ground turns; returns how to stop listening. */
export function onTone(listener: () => void): () => void {
  listeners.add(listener);
  dark.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    dark.removeEventListener('change', listener);
  };
}
