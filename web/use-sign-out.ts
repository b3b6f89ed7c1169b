import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { paths } from '#kit/paths.ts';

/** Signs out: the server ends the session, the page forgets what it was told, and the vault locks as the page is left. */
export function useSignOut(): () => void {
  const memory = useQueryClient();
  return useCallback(() => {
    const headers = { 'content-type': 'application/json' };
    void fetch('/auth/sign-out', { method: 'POST', headers, body: '{}' }).finally(() => {
      memory.clear();
      location.assign(paths.signIn());
    });
  }, [memory]);
}
