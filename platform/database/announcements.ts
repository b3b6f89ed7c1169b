import pg from 'pg';
import type { Logger } from 'pino';

/** What the database announces (`pg_notify`): ids only. One connection serves every listener of a server. */
export interface Announcements {
  /** Calls `hear` with each payload of the channel; returns how to stop. */
  on(channel: Channel, hear: (payload: string) => void): () => void;
  close(): Promise<void>;
}

/** `baton_journal`: something was journalled. `baton_access`: `firm:person`, whose access changed. */
export type Channel = 'baton_journal' | 'baton_access';

const channels: Channel[] = ['baton_journal', 'baton_access'];

/** Listens over a connection of its own, and again after it was lost; what was announced meanwhile is missed. */
export function openAnnouncements(settings: pg.ClientConfig, log: Logger): Announcements {
  const hearers = new Map<Channel, Set<(payload: string) => void>>(channels.map((channel) => [channel, new Set()]));
  let client: pg.Client | null = null;
  let closed = false;
  const connect = async (): Promise<void> => {
    if (closed) return;
    const opened = new pg.Client(settings);
    client = opened;
    opened.on('error', () => {});
    opened.on('end', () => void (closed || setTimeout(() => void connect(), 500)));
    opened.on('notification', ({ channel, payload }) => {
      for (const hear of hearers.get(channel as Channel) ?? []) hear(payload ?? '');
    });
    try {
      await opened.connect();
      for (const channel of channels) await opened.query(`listen ${channel}`);
    } catch (error) {
      log.warn({ err: error }, 'announcements wait for the database');
    }
  };
  void connect();
  return {
    on(channel, hear) {
      hearers.get(channel)!.add(hear);
      return () => hearers.get(channel)!.delete(hear);
    },
    async close() {
      closed = true;
      await client?.end().catch(() => {});
    },
  };
}
