import type { Id } from '#platform/kernel/id.ts';
import type { AtWork } from './at-work.ts';

/**
 * The receiver hands in what is checked of a batch; the checker, who is no party, draws each lot and goes through what was
 * drawn on the originals, finding it as it was handed over. `drain` gives the journal its next checkpoint, which is the seed.
 */
export async function inspectBatch(
  { incoming, checker, drain }: { incoming: Pick<AtWork, 'api'>; checker: Pick<AtWork, 'api'>; drain(): Promise<void> },
  batch: Id<'batch'>,
): Promise<void> {
  const { reconciliation } = checker.api;
  const lots = await incoming.api.reconciliation.submitLots({ batch });
  await drain();
  for (const lot of lots) {
    await reconciliation.drawSample({ lot });
    for (const { item } of await reconciliation.readSample({ lot })) {
      const { fields } = await reconciliation.readSampleLine({ lot, item, reveal: false });
      await reconciliation.inspectLine({
        lot,
        item,
        outcome: 'as-listed',
        fields: fields.map(({ field }) => ({ field, found: { kind: 'as-handed' as const } })),
        remark: '客户处原件',
      });
    }
  }
}
