import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import * as playbook from '#modules/playbook/playbook.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read } from '#platform/context/context.ts';
import { canonicalJson } from '#platform/crypto/canonical-json.ts';
import { type Fen, parseYuan } from '#platform/kernel/money.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { datasetMapping, type KeptPlan } from '../comparison.table.ts';
import { proposePairs } from '../engine/map/propose-pairs.ts';
import { normaliserJson, type WrittenNormaliser } from '../engine/normalise/normaliser-json.ts';
import type { MappedPair, MappingProposal } from './comparison-contract.ts';
import { canStartComparison } from './comparison-policy.ts';
import {
  type BatchOf,
  type DatasetId,
  factsOf,
  findDataset,
  keyOfDataset,
  rowsFile,
  standingOn,
  type StoredDataset,
} from './find-dataset.ts';
import { firstLines } from './row-lines.ts';
import { descriptionOf } from './shown-dataset.ts';

const sampleRows = 1000;

/** Two datasets of one batch that may be compared, and the case they belong to. */
export interface PairOfDatasets {
  left: StoredDataset;
  right: StoredDataset;
  of: BatchOf;
}

/**
 * Which columns mean the same: as confirmed last time for tables with these headers, else by name, words of the trade, pinyin and what
 * stands in them. Refuses with `comparison.other-batch`, and as `canStartComparison` does.
 */
export function proposeMapping(
  context: Context,
  input: { left: DatasetId; right: DatasetId },
): Promise<MappingProposal> {
  return read(context, async (inside) => {
    const { left, right, of } = await pairOf(inside, input);
    const [columns, others] = [columnsOf(inside, left), columnsOf(inside, right)];
    const proposed = proposePairs(
      { columns, sample: await sampleOf(inside, left) },
      { columns: others, sample: await sampleOf(inside, right) },
    );
    const [kept] = await inside.db
      .select()
      .from(datasetMapping)
      .where(
        and(
          eq(datasetMapping.firmId, inside.firm),
          eq(datasetMapping.leftColumns, hashOf(columns)),
          eq(datasetMapping.rightColumns, hashOf(others)),
        ),
      );
    const most = await mostTolerance(inside, of);
    const shared = { mostTolerance: most.yuan };
    if (!kept) {
      const pairs = proposed.pairs.map(({ by, ...pair }) => ({
        ...pair,
        normaliser: normaliserJson(by) as WrittenNormaliser,
      }));
      const { leftAlone, rightAlone } = proposed;
      return { ...shared, pairs, leftAlone, rightAlone, key: keyOf(inside, left, right, pairs), kept: false };
    }
    const kinds = (pair: { left: string; right: string }) =>
      [kindOf(inside, left, pair.left), kindOf(inside, right, pair.right)] as [string, string];
    const pairs = kept.pairs.map((pair) => ({
      ...pair,
      normaliser: withinTolerance(pair.normaliser as WrittenNormaliser, most.fen),
      score: 1,
      reasons: [{ by: 'kept' }],
      kinds: kinds(pair),
    }));
    return {
      ...shared,
      pairs,
      leftAlone: columns.filter((column) => !pairs.some((pair) => pair.left === column)),
      rightAlone: others.filter((column) => !pairs.some((pair) => pair.right === column)),
      key: kept.key,
      kept: true,
    };
  });
}

/** Both datasets, when the actor may compare them. */
export async function pairOf(inside: Inside, input: { left: DatasetId; right: DatasetId }): Promise<PairOfDatasets> {
  const left = await findDataset(inside, input.left);
  const right = await findDataset(inside, input.right);
  if (left.batchId !== right.batchId) throw new Refusal('comparison.other-batch', { ...input });
  const at = await standingOn(inside, left.batchId);
  const facts = await factsOf(inside, [left, right]);
  allow(canStartComparison(inside.actor, at, facts.get(left.id)!, facts.get(right.id)!));
  return { left, right, of: at.of };
}

/**
 * Holds a mapping that a person confirmed against both tables and the playbook. Refuses `reconcile.no-such-column` {column, file},
 * `comparison.column-twice` {column}, `reconcile.no-key` and `comparison.tolerance-too-great` {column, most}.
 */
export async function checkMapping(
  inside: Inside,
  { left, right, of }: PairOfDatasets,
  { pairs, key }: { pairs: readonly MappedPair[]; key: readonly string[] },
): Promise<void> {
  const { fen, yuan } = await mostTolerance(inside, of);
  const [columns, others] = [columnsOf(inside, left), columnsOf(inside, right)];
  const taken = { left: new Set<string>(), right: new Set<string>() };
  for (const pair of pairs) {
    if (!columns.includes(pair.left))
      throw new Refusal('reconcile.no-such-column', { column: pair.left, file: left.name });
    if (!others.includes(pair.right))
      throw new Refusal('reconcile.no-such-column', { column: pair.right, file: right.name });
    for (const side of ['left', 'right'] as const) {
      if (taken[side].has(pair[side])) throw new Refusal('comparison.column-twice', { column: pair[side] });
      taken[side].add(pair[side]);
    }
    const { normaliser } = pair;
    if (normaliser.kind === 'amount' && BigInt(normaliser.toleranceFen ?? '0') > fen)
      throw new Refusal('comparison.tolerance-too-great', { column: pair.left, most: yuan });
  }
  for (const column of key)
    if (!taken.left.has(column)) throw new Refusal('reconcile.no-such-column', { column, file: left.name });
}

/** Keeps a confirmed mapping for the next time that tables with these headers are compared. */
export async function keepMapping(
  inside: Inside,
  { left, right }: PairOfDatasets,
  { pairs, key }: Pick<KeptPlan, 'pairs' | 'key'>,
): Promise<void> {
  const confirmed = { pairs, key, confirmedBy: personOf(inside.actor)!, confirmedAt: inside.now };
  await inside.db
    .insert(datasetMapping)
    .values({
      firmId: inside.firm,
      leftColumns: hashOf(columnsOf(inside, left)),
      rightColumns: hashOf(columnsOf(inside, right)),
      ...confirmed,
    })
    .onConflictDoUpdate({
      target: [datasetMapping.firmId, datasetMapping.leftColumns, datasetMapping.rightColumns],
      set: confirmed,
    });
}

/** What two amounts may be apart by the playbook of the handover. */
export async function mostTolerance(
  inside: Inside,
  { handover }: Pick<BatchOf, 'handover'>,
): Promise<{ fen: Fen; yuan: string }> {
  const { whatCounts } = await playbook.contentOf(inside, handover.playbookVersionId);
  return { fen: parseYuan(whatCounts.moneyTolerance)!, yuan: whatCounts.moneyTolerance };
}

function columnsOf(inside: Inside, found: StoredDataset): string[] {
  return descriptionOf(inside, found)!.columns.map(({ name }) => name);
}

function kindOf(inside: Inside, found: StoredDataset, column: string): string {
  return descriptionOf(inside, found)!.columns.find(({ name }) => name === column)?.kind ?? 'empty';
}

async function sampleOf(inside: Inside, found: StoredDataset): Promise<string[][]> {
  const content = await inside.ground.files.read(keyOfDataset(inside, found), rowsFile(found.id, found.readRound!));
  return (await firstLines(content, sampleRows)).map((line) => JSON.parse(line) as string[]);
}

function hashOf(columns: readonly string[]): Buffer {
  return createHash('sha256')
    .update(canonicalJson([...columns]))
    .digest();
}

const keyKinds = ['code', 'credit-code', 'account', 'number'];

/** The first column that both sides have filled throughout and that counts or names things: what says which row it is. */
function keyOf(
  inside: Inside,
  left: StoredDataset,
  right: StoredDataset,
  pairs: readonly { left: string; right: string }[],
): string[] {
  const [columns, others] = [descriptionOf(inside, left)!.columns, descriptionOf(inside, right)!.columns];
  const filled = pairs.filter((pair) => {
    const one = columns.find(({ name }) => name === pair.left)!;
    const other = others.find(({ name }) => name === pair.right)!;
    return one.blank === 0 && other.blank === 0;
  });
  const named = filled.find((pair) => keyKinds.includes(columns.find(({ name }) => name === pair.left)!.kind));
  const found = named ?? filled[0];
  return found ? [found.left] : [];
}

function withinTolerance(normaliser: WrittenNormaliser, most: Fen): WrittenNormaliser {
  if (normaliser.kind !== 'amount' || BigInt(normaliser.toleranceFen ?? '0') <= most) return normaliser;
  return { ...normaliser, toleranceFen: String(most) };
}
