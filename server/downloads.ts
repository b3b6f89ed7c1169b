import { Readable } from 'node:stream';
import type { Announcements } from '#platform/database/announcements.ts';
import type { FirmId, PersonId } from '#platform/kernel/id.ts';
import type { Refusal } from '#platform/kernel/refusal.ts';

/** What is on its way to somebody, and how to learn whether that person may still have it. */
export interface Download {
  firm: FirmId;
  person: PersonId;
  content: AsyncIterable<Uint8Array>;
  mayGoOn(): Promise<boolean>;
  /** What the stream breaks off with. */
  ended: Refusal;
}

/** Grants also end by the clock, which nobody announces. */
const lookAgainAfter = 1_000;

/**
 * Gives the stream of a download, which breaks off within a second after its person lost the access, whether it was taken
 * away, which PostgreSQL announces, or came to its end.
 */
export function downloads(announcements: Announcements): (download: Download) => Readable {
  const running = new Set<{ whose: string; look(): void }>();
  announcements.on('baton_access', (whose) => {
    for (const transfer of running) if (transfer.whose === whose) transfer.look();
  });
  return ({ firm, person, content, mayGoOn, ended }) => {
    const stream = Readable.from(content);
    const end = () => stream.destroy(ended);
    const transfer = {
      whose: `${firm}:${person}`,
      look: () => void mayGoOn().then((may) => void (may || end()), end),
    };
    running.add(transfer);
    const clock = setInterval(transfer.look, lookAgainAfter);
    stream.on('close', () => {
      clearInterval(clock);
      running.delete(transfer);
    });
    return stream;
  };
}
