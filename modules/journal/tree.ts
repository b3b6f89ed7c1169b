import { and, eq, sql } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import {
  type Hash,
  type NodePlace,
  type TreeNode,
  MerkleFrontier,
  consistencyPlaces,
  consistencyProof,
  frontierPlaces,
  inclusionPlaces,
  inclusionProof,
} from '#platform/crypto/merkle.ts';
import { journalNode } from './journal.table.ts';

/** The right edge of the firm's stored tree of `size` leaves. */
export async function frontierOf(inside: Inside, size: number): Promise<MerkleFrontier> {
  const nodes = await nodesAt(inside, frontierPlaces(size));
  return MerkleFrontier.resume(size, (level, index) => nodes.get(keyOf({ level, index }))!);
}

/** Stores nodes that became complete. */
export async function storeNodes(inside: Inside, nodes: TreeNode[]): Promise<void> {
  for (let from = 0; from < nodes.length; from += 5000) {
    await inside.db
      .insert(journalNode)
      .values(
        nodes
          .slice(from, from + 5000)
          .map(({ level, index, hash }) => ({ firmId: inside.firm, level, index, hash: Buffer.from(hash) })),
      );
  }
}

/** The audit paths of several leaves in the tree of the first `size` leaves, by one query. */
export async function proofPaths(inside: Inside, indexes: number[], size: number): Promise<Hash[][]> {
  const nodes = await nodesAt(
    inside,
    indexes.flatMap((index) => inclusionPlaces(index, size)),
  );
  return Promise.all(
    indexes.map((index) => inclusionProof(index, size, (level, at) => nodes.get(keyOf({ level, index: at }))!)),
  );
}

/** The proof that the tree of the first `second` leaves only appended to the tree of the first `first`, by one query. */
export async function consistencyPath(inside: Inside, first: number, second: number): Promise<Hash[]> {
  const nodes = await nodesAt(inside, consistencyPlaces(first, second));
  return consistencyProof(first, second, (level, index) => nodes.get(keyOf({ level, index }))!);
}

async function nodesAt(inside: Inside, places: NodePlace[]): Promise<Map<string, Hash>> {
  const wanted = new Map(places.map((place) => [keyOf(place), place]));
  const levels = [...wanted.values()].map(({ level }) => level);
  const indexes = [...wanted.values()].map(({ index }) => index);
  const rows = await inside.db
    .select({ level: journalNode.level, index: journalNode.index, hash: journalNode.hash })
    .from(journalNode)
    .where(
      and(
        eq(journalNode.firmId, inside.firm),
        sql`(${journalNode.level}, ${journalNode.index}) in (select * from unnest(${sql.param(levels)}::int[], ${sql.param(indexes)}::bigint[]))`,
      ),
    );
  return new Map(rows.map(({ level, index, hash }) => [keyOf({ level, index }), hash]));
}

function keyOf({ level, index }: NodePlace): string {
  return `${level}/${index}`;
}
