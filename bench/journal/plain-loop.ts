import { createHash } from 'node:crypto';
import type pg from 'pg';
import { canonicalJson } from '#platform/crypto/canonical-json.ts';
import type { FirmId } from '#platform/kernel/id.ts';

const page = 5000;

/**
 * What anybody would write who has the tables and node:crypto: pages of rows in their order, canonical JSON, `createHash` for the
 * commitment, the leaf and the nodes above it. Gives the root in hex; throws at the first entry whose facts are not as committed.
 */
export async function verifyPlainly(client: pg.Client, firm: FirmId): Promise<string> {
  const edge: { level: number; hash: Buffer }[] = [];
  let size = 0;
  for (;;) {
    const { rows } = await client.query<Row>(
      `select l.index, e.id, e.at, e.actor_id, e.by, e.verb, e.client_id, e.handover_id, e.subject_id, e.commitment, f.salt, f.facts
       from journal_leaf l join journal_entry e on e.firm_id = l.firm_id and e.id = l.entry_id
       left join journal_fact f on f.firm_id = e.firm_id and f.entry_id = e.id
       where l.firm_id = $1 and l.index >= $2 order by l.index limit ${page}`,
      [firm, size],
    );
    for (const row of rows) {
      if (row.salt && row.facts && !sha256(row.salt, canonicalJson(row.facts)).equals(row.commitment))
        throw new Error(`the facts of entry ${size} are not as committed`);
      const leaf = {
        id: row.id,
        at: row.at.toISOString(),
        actor: row.actor_id,
        by: row.by,
        verb: row.verb,
        client: row.client_id,
        handover: row.handover_id,
        subject: row.subject_id,
        commitment: row.commitment.toString('hex'),
      };
      let node = { level: 0, hash: sha256(Buffer.of(0), canonicalJson(leaf)) };
      while (edge.at(-1)?.level === node.level)
        node = { level: node.level + 1, hash: sha256(Buffer.of(1), edge.pop()!.hash, node.hash) };
      edge.push(node);
      size += 1;
    }
    if (rows.length < page)
      return edge
        .map(({ hash }) => hash)
        .reduceRight((right, left) => sha256(Buffer.of(1), left, right))
        .toString('hex');
  }
}

interface Row {
  id: string;
  at: Date;
  actor_id: string | null;
  by: string;
  verb: string;
  client_id: string | null;
  handover_id: string | null;
  subject_id: string | null;
  commitment: Buffer;
  salt: Buffer | null;
  facts: Record<string, unknown> | null;
}

function sha256(...parts: (Buffer | string)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
