import { useSyncExternalStore } from 'react';
import type { Keyring } from '#platform/crypto/keyring.ts';
import { setLock } from '#kit/lock.ts';
import { apis } from './vault.api.ts';

/** How long the keyring lies open while nobody touches the page. */
const idleFor = 15 * 60_000;

// The private keys live here and nowhere else: no storage of the browser, no attribute, no query memory.
let keyring: Keyring | null = null;
let waiting: ((keyring: Keyring | null) => void)[] = [];
let touchedAt = 0;
let watch: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** My private keys: at once while they lie open, otherwise after the password dialog; null when the person closes it. */
export function openKeyring(): Promise<Keyring | null> {
  touch();
  if (keyring) return Promise.resolve(keyring);
  return new Promise((settle) => {
    waiting.push(settle);
    changed();
  });
}

/** My private keys while they lie open; null otherwise, and nobody is asked. */
export function openedKeyring(): Keyring | null {
  return keyring;
}

/** Opens the keyring by the vault password; throws `vault.wrong-password` and asks on. */
export async function unlock(vaultPassword: string): Promise<void> {
  const { unlockKeys } = await import('#modules/people/people.client.ts');
  keep((await unlockKeys(apis.people, vaultPassword)).keyring);
}

/** Holds the keys open until nobody has touched the page for a quarter of an hour, or the page is left. */
export function keep(opened: Keyring): void {
  keyring = opened;
  touch();
  clearInterval(watch);
  watch = setInterval(lockWhenIdle, 5_000);
  for (const event of touching) document.addEventListener(event, touch, { passive: true, capture: true });
  document.addEventListener('visibilitychange', lockWhenIdle);
  addEventListener('pagehide', lock);
  setLock({ state: 'open', shut: lock });
  answer(opened);
}

/** The person closed the dialog. */
export function giveUp(): void {
  answer(null);
}

/** True while the vault password is asked for. */
export function useAsked(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting.length > 0,
  );
}

const touching = ['pointerdown', 'keydown', 'wheel'] as const;

function touch(): void {
  touchedAt = Date.now();
}

/** By the clock, not by a timer: a machine that slept has been idle too. */
function lockWhenIdle(): void {
  if (Date.now() - touchedAt >= idleFor) lock();
}

function lock(): void {
  keyring = null;
  clearInterval(watch);
  for (const event of touching) document.removeEventListener(event, touch, { capture: true });
  document.removeEventListener('visibilitychange', lockWhenIdle);
  removeEventListener('pagehide', lock);
  setLock({ state: 'locked' });
}

function answer(opened: Keyring | null): void {
  const told = waiting;
  waiting = [];
  changed();
  for (const settle of told) settle(opened);
}

function changed(): void {
  for (const listener of listeners) listener();
}
