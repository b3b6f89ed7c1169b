import { lazy, Suspense } from 'react';
import { useAsked } from './open-keyring.ts';

const UnlockDialog = lazy(() => import('./UnlockDialog.tsx').then((module) => ({ default: module.UnlockDialog })));

/** Where the vault password is asked for: once, in the shell. Its code is fetched when it is first needed. */
export function UnlockPlace() {
  const asked = useAsked();
  return <Suspense>{asked && <UnlockDialog />}</Suspense>;
}
