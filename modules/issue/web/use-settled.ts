import { useQueryClient } from '@tanstack/react-query';
import { notify } from '#kit/notice.ts';
import { issues } from './issue.api.ts';

/** Says what was done and asks anew for the issues. */
export function useSettled() {
  const memory = useQueryClient();
  return async (text: string) => {
    notify({ text, standing: 'agreed' });
    await memory.invalidateQueries({ queryKey: issues.key() });
  };
}
