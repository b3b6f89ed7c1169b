import { readFile, readdir } from 'node:fs/promises';

/**
 * Processor seconds that a server and its database have used so far, by Linux's own count: on a machine with other work it
 * says more than the clock. Null where there is no /proc.
 */
export async function processorSeconds(server: number, postmasterFile: string): Promise<number | null> {
  try {
    const database = Number((await readFile(postmasterFile, 'utf8')).split('\n')[0]);
    const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const stats = await Promise.all(all.map((pid) => statOf(pid)));
    const ours = stats.filter((one) => one && (one.pid === server || one.pid === database || one.parent === database));
    return ours.reduce((sum, one) => sum + one!.ticks, 0) / 100;
  } catch {
    return null;
  }
}

/** Ticks of a process, those of its ended children among them. */
async function statOf(pid: string): Promise<{ pid: number; parent: number; ticks: number } | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (!text) return null;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, one) => sum + Number(one), 0);
  return { pid: Number(pid), parent: Number(fields[1]), ticks };
}
