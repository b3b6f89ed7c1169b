/** What has just happened, for a few seconds at the foot of the page. `undo` offers to take it back, also by U. */
export type Notice = { text: string; standing?: 'agreed' | 'differs' | 'warns'; undo?: () => void };

export type ShownNotice = Notice & { id: number };

const listeners = new Set<() => void>();
let shown: readonly ShownNotice[] = [];
let counted = 0;

function show(next: readonly ShownNotice[]) {
  shown = next;
  for (const listener of listeners) listener();
}

/** Shows the notice; one that can be undone or that refuses stays longer. */
export function notify(notice: Notice): void {
  counted += 1;
  const id = counted;
  show([...shown.slice(-2), { ...notice, id }]);
  setTimeout(() => dismiss(id), notice.undo || notice.standing === 'differs' ? 12_000 : 5_000);
}

export function dismiss(id: number): void {
  show(shown.filter((notice) => notice.id !== id));
}

export const notices = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  now: () => shown,
};
