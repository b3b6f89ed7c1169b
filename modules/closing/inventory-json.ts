import { type Inventory, inventorySchema } from '#modules/archive/archive.contract.ts';
import { clientsByIds } from '#modules/client/client.ts';
import * as handover from '#modules/handover/handover.ts';
import * as issue from '#modules/issue/issue.ts';
import * as people from '#modules/people/people.ts';
import * as reconciliation from '#modules/reconciliation/reconciliation.ts';
import type { Inside } from '#platform/context/context.ts';
import { type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import type { GateState } from './closing.contract.ts';

/**
 * The 移交清册 of a batch as it stands now, in the shape that the parties sign. It holds ordinary words only: sealed values
 * are never known here, sensitive ones stay with the client's record, which the lines cite by version.
 */
export async function inventoryOf(
  inside: Inside,
  batch: handover.Batch,
  version: number,
  gates: GateState[],
): Promise<Inventory> {
  const found = await handover.findHandover(inside, batch.handoverId);
  const firm = await people.findFirm(inside);
  const parties = handover.standing(await handover.partiesOf(inside, found.id));
  const clients = (await clientsByIds(inside, await handover.clientsOf(inside, batch))).toSorted((a, b) =>
    a.number < b.number ? -1 : 1,
  );
  const numbers = new Map(clients.map(({ id, number }) => [id, number]));
  const checked = (await reconciliation.resultsOf(inside, batch.id)).filter(({ item }) => numbers.has(item.clientId));
  const crossChecked = Map.groupBy(await reconciliation.printedCrossChecks(inside, batch.id), ({ item }) => item);
  const notes = await issue.notesOf(inside, batch.id);
  // Of several notes on one line the first is printed in it; all of them stand at the end.
  const noteOn = new Map(notes.toReversed().map((note) => [note.item, note]));
  const places = new Map<string, number>();
  const lines = checked
    .toSorted(({ item: a }, { item: b }) =>
      numbers.get(a.clientId)! < numbers.get(b.clientId)!
        ? -1
        : a.clientId === b.clientId
          ? a.position - b.position
          : 1,
    )
    .map(({ item, result }) => {
      const position = (places.get(item.clientId) ?? 0) + 1;
      places.set(item.clientId, position);
      const noted = noteOn.get(item.id);
      const crossChecks = crossChecked.get(item.id)?.map(({ item: _, ...said }) => said);
      const { line } = item;
      return {
        client: numbers.get(item.clientId)!,
        position,
        item: item.id,
        kind: item.kind,
        method: item.method,
        name: item.title,
        number: line.number ?? null,
        from: line.from ?? null,
        to: line.until ?? null,
        quantity: /^-?\d+(\.\d+)?$/.test(line.quantity ?? '') ? line.quantity! : null,
        unit: line.unit ?? null,
        medium: line.medium ?? null,
        original: line.original ?? null,
        place: line.place ?? null,
        secrecy: item.secrecy,
        keepFor: line.retention ?? null,
        keptFor: keptFor(line, localDateOf(inside.now)),
        state: item.state === 'open' ? ('received' as const) : item.state,
        result,
        difference: item.droppedFor ?? noted?.text ?? null,
        responsible: noted?.person ?? null,
        due: noted?.deadline ?? line.due ?? null,
        remark: line.remark ?? null,
        afterCutOff: item.afterCutOff,
        ...(crossChecks ? { crossChecks } : {}),
      };
    });
  return inventorySchema.parse({
    format: 'baton/inventory/v1',
    firm: { id: firm.id, name: firm.name },
    handover: {
      id: found.id,
      number: found.number,
      kind: found.kind,
      manner: found.manner,
      mannerReason: found.mannerReason,
    },
    batch: { id: batch.id, number: batch.number },
    version,
    cutOff: found.cutOff,
    madeAt: inside.now.toISOString(),
    parties: parties.map(({ side, person, name, title, basis }) => ({ side, person, name, title, basis })),
    clients: clients.map(({ id, number, name, uscc }) => ({ id, number, name, uscc })),
    lines,
    notes: notes.map(({ client, ...note }) => ({ ...note, client: numbers.get(client)! })),
    gates: gates.map(({ id, done, total, ok }) => ({ gate: id, facts: { done, total, ok } })),
  });
}

/** 已保管期限: the full years since the fiscal year of the line ended, where it has a period to be kept for. */
function keptFor({ retention, until, from }: Record<string, string>, today: LocalDate): string | null {
  const year = Number((until ?? from ?? '').slice(0, 4));
  return retention && year > 0 ? `${handover.yearsKept(year, today)}年` : null;
}
