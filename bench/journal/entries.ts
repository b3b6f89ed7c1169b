import { createHash } from 'node:crypto';
import { bytesArray, uuidArray } from '#platform/database/arrays.ts';
import { commitmentOf, leafBytes } from '#modules/journal/journal.policy.ts';
import { toHex } from '#platform/crypto/bytes.ts';
import { leafHash, MerkleFrontier } from '#platform/crypto/merkle.ts';
import { parseVerifierKey, signCheckpoint } from '#platform/crypto/signed-note.ts';
import { openLogKey } from '#platform/envelope/log-key.ts';
import { newId } from '#platform/kernel/id.ts';
import { type Seeded, seeded } from '#server/demo/seeded.ts';
import type { BenchFirm } from '../firm.ts';

const atOnce = 10_000;

/**
 * Puts `count` entries into the log of a firm in bulk, from the present end of its journal on, as recording and sequencing would
 * have left them, with a checkpoint over the whole; the inner nodes, of which verification asks nothing, are left out. Gives the
 * root, hex.
 */
export async function fillJournal({ ground, firm, owner, ids }: BenchFirm, count: number): Promise<string> {
  const chance = seeded(count);
  const tree = new MerkleFrontier();
  await owner.query(`delete from journal_unsequenced; delete from journal_leaf; delete from journal_checkpoint`);
  await owner.query('set synchronous_commit = off');
  const client = newId<'client'>();
  for (let from = 0; from < count; from += atOnce) {
    const at = new Date(Date.UTC(2026, 0, 1) + from * 10);
    const rows = Array.from({ length: Math.min(atOnce, count - from) }, () => {
      const id = newId<'journal-entry'>();
      const facts = factsOf(chance);
      const salt = createHash('md5').update(id).digest();
      return { id, salt, facts, verb: chance.pick(verbs), commitment: commitmentOf(salt, facts) };
    });
    for (const { id, verb, commitment } of rows) {
      const leaf = {
        id,
        at: at.toISOString(),
        actor: ids.accountant,
        by: 'person' as const,
        verb,
        client,
        handover: null,
        subject: null,
        commitment,
      };
      tree.append(leafHash(leafBytes(leaf)));
    }
    const entries = uuidArray(rows.map(({ id }) => id));
    await owner.query(
      `insert into journal_entry (firm_id, id, at, actor_id, "by", verb, client_id, commitment)
       select $1, t.id, $2, $3, 'person', t.verb, $4, t.commitment from unnest($5::uuid[], $6::text[], $7::bytea[]) t (id, verb, commitment)`,
      [
        firm,
        at,
        ids.accountant,
        client,
        entries,
        rows.map(({ verb }) => verb),
        bytesArray(rows.map(({ commitment }) => Buffer.from(commitment, 'hex'))),
      ],
    );
    await owner.query(
      `insert into journal_fact (firm_id, entry_id, salt, facts) select $1, t.* from unnest($2::uuid[], $3::bytea[], $4::jsonb[]) t`,
      [firm, entries, bytesArray(rows.map(({ salt }) => salt)), rows.map(({ facts }) => JSON.stringify(facts))],
    );
    await owner.query(
      `insert into journal_leaf (firm_id, index, entry_id) select $1, $2 + t.number - 1, t.id from unnest($3::uuid[]) with ordinality t (id, number)`,
      [firm, from, entries],
    );
  }
  const { rows } = await owner.query<{ verifier_key: string; sealed_key: Buffer }>(
    'select verifier_key, sealed_key from journal_key where firm_id = $1',
    [firm],
  );
  const { signingSecret } = openLogKey(ground.keys, firm, rows[0]!.sealed_key);
  const root = tree.root();
  const note = signCheckpoint(
    { size: tree.size, root },
    { name: parseVerifierKey(rows[0]!.verifier_key)!.name, signingSecret },
  );
  await owner.query('insert into journal_checkpoint (firm_id, size, root, note) values ($1, $2, $3, $4)', [
    firm,
    tree.size,
    Buffer.from(root),
    note,
  ]);
  await owner.query('set synchronous_commit = on');
  await owner.query('vacuum (analyze)');
  return toHex(root);
}

const verbs = [
  'client.record-corrected',
  'client.opened',
  'vault.secret-opened',
  'document.viewed',
  'reconciliation.item-checked',
];

/** As large as the facts of the product's own entries. */
export function factsOf(chance: Seeded) {
  return {
    fields: [chance.pick(['phone', 'address', 'taxpayer', 'bank'])],
    record: newId<'record'>(),
    version: chance.between(1, 40),
    from: { address: `10.0.${chance.between(0, 255)}.${chance.between(1, 254)}`, device: '0197f2f0c1' },
  };
}
