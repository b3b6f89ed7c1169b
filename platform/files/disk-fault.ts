import { Refusal } from '#platform/kernel/refusal.ts';

const faults: Record<string, string> = {
  ENOSPC: 'file.disk-full',
  EDQUOT: 'file.disk-full',
  EROFS: 'file.disk-read-only',
  EACCES: 'file.disk-read-only',
  EPERM: 'file.disk-read-only',
  EIO: 'file.disk-failing',
};

/** What a disk did wrong as a refusal that says it; any other error as it is. */
export function asDiskFault(error: unknown): unknown {
  const code = faults[(error as NodeJS.ErrnoException).code ?? ''];
  return code ? new Refusal(code, {}, 'unavailable') : error;
}

/** Runs `deed`; what the disk did wrong is refused by name. */
export async function onDisk<T>(deed: () => Promise<T>): Promise<T> {
  try {
    return await deed();
  } catch (error) {
    throw asDiskFault(error);
  }
}
