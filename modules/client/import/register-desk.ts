import { canonicalJson } from '#platform/crypto/canonical-json.ts';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import type { TableOptions } from '#platform/tabular/open-table.ts';
import { Desk } from '#platform/workers/desk.ts';
import type { RegisterMapping } from '../register/columns.ts';
import type { ReadingShown } from './reading-shown.ts';
import type { DeskDeeds, TableHead } from './register-desk-side.ts';

/**
 * Where registers are read, compared and sealed: one thread for all imports of this program, so that pages are answered meanwhile
 * and a hostile file costs the thread alone.
 */
export type RegisterDesk = Desk<DeskDeeds>;

/** A register that lies open on the desk. */
export interface OpenRegister {
  desk: RegisterDesk;
  head: TableHead;
  /** Reads the register by a mapping and gives the name of the reading; refuses as `readRegister` does. */
  read(mapping: RegisterMapping, today: LocalDate): Promise<{ reading: string; shown: ReadingShown }>;
}

/** A file with what was said of it. */
export interface RegisterFile {
  /** The import that it belongs to. */
  import: string;
  options: TableOptions;
  /** Asked for when the register does not lie open. */
  bytes: () => Promise<Uint8Array>;
}

interface Kept {
  head: Promise<TableHead>;
  users: number;
  timer: NodeJS.Timeout | undefined;
}

const keptMinutes = 5;
const mostKept = 3;
const limits = { megabytes: 3072, beyond: 'tabular.too-large' };

let desk: RegisterDesk | undefined;
const kept = new Map<string, Kept>();

/**
 * Does something with a register at the desk. It stays open for a while after, so that a file is read once from its upload to its
 * import. Refuses as `openTable` does.
 */
export async function withRegister<T>(file: RegisterFile, deed: (register: OpenRegister) => Promise<T>): Promise<T> {
  const at = deskNow();
  const table = nameOf([file.import, file.options]);
  const register = kept.get(table) ?? { head: open(at, table, file), users: 0, timer: undefined };
  kept.delete(table);
  kept.set(table, register);
  clearTimeout(register.timer);
  register.users += 1;
  try {
    const head = await register.head;
    return await deed({
      desk: at,
      head,
      async read(mapping, today) {
        const reading = nameOf([table, mapping, today]);
        return { reading, shown: await at.ask('read', { table, reading, mapping, today }) };
      },
    });
  } finally {
    register.users -= 1;
    clearTimeout(register.timer);
    register.timer = setTimeout(() => forget(table, register), keptMinutes * 60_000).unref();
    for (const [oldest, one] of [...kept].slice(0, -mostKept)) forget(oldest, one);
    await register.head.catch(() => forget(table, register));
  }
}

/** Takes the register of an import that has ended from the desk. */
export function closeRegister(id: string): void {
  for (const [table, register] of kept) if (table.startsWith(`["${id}"`)) forget(table, register);
}

async function open(at: RegisterDesk, table: string, { options, bytes }: RegisterFile): Promise<TableHead> {
  return at.ask('open', { table, bytes: await bytes(), options });
}

function deskNow(): RegisterDesk {
  if (desk && !desk.ended) return desk;
  for (const { timer } of kept.values()) clearTimeout(timer);
  kept.clear();
  return (desk = new Desk<DeskDeeds>(new URL('./register-desk-side.ts', import.meta.url), limits));
}

/** Takes a register that nobody uses from the desk; the thread ends with the last one. */
function forget(table: string, register: Kept): void {
  if (register.users > 0 || kept.get(table) !== register) return;
  clearTimeout(register.timer);
  kept.delete(table);
  if (!desk || desk.ended) return;
  if (kept.size > 0) void desk.ask('forget', { table }).catch(() => {});
  else {
    void desk.close();
    desk = undefined;
  }
}

/** One name for one thing, in whatever order its parts were written; what is undefined is absent. */
function nameOf(parts: unknown[]): string {
  return canonicalJson(JSON.parse(JSON.stringify(parts)));
}
