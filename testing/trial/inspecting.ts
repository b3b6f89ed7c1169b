import type { InspectLine, SampleLine } from '#modules/reconciliation/reconciliation.contract.ts';
import { type Case, codeOf, type Held, isLost, plainKey } from './checking.ts';
import type { PersonAtWork } from './person-at-work.ts';
import { isTrue } from './steps.ts';

type Note = (text: string) => void;

/**
 * The receiver hands in what is checked, in lots; the checker, who is no party, draws each by the journal's next checkpoint and
 * inspects what was drawn on the second register and on what there is. Every lot must be accepted.
 */
export async function inspect(of: Case, checker: PersonAtWork, held: Held, note: Note): Promise<void> {
  const { reconciliation } = checker.api;
  const lots = await of.incoming.api.reconciliation.submitLots({ batch: of.batch });
  const own = await of.incoming.api.reconciliation.drawSample({ lot: lots[0]! }).then(() => null, codeOf);
  isTrue(own === 'reconciliation.only-third-person-inspects', `a party drew the sample (${own})`);
  const places = new Map(of.clients.map(({ id }, index) => [id, index]));
  for (const lot of lots) {
    await drawOnceSeeded(checker, lot);
    for (const line of await reconciliation.readSample({ lot })) {
      const finding = await findingOf(checker, lot, line, held, places.get(line.client.id)!);
      const { conforms, differing } = await reconciliation.inspectLine(finding);
      isTrue(conforms, `${line.client.number} ${line.title} did not conform: ${differing.join(', ') || 'as a line'}`);
    }
  }
  for (const one of await reconciliation.listLots({ batch: of.batch })) {
    const { rule, lines, letter, limit, sampleSize, accept, toInspect, nonconforming, state } = one;
    const plan = letter ? `letter ${letter}, AQL ${limit}, n ${sampleSize}, Ac ${accept}` : 'each';
    note(`${rule}: ${lines} lines, ${plan}; ${toInspect} inspected, ${nonconforming} nonconforming, ${state}`);
    isTrue(state === 'accepted', `the lot ${rule} is ${state}`);
  }
}

/** The seed is the first checkpoint after the lot was handed in: it comes within seconds. */
async function drawOnceSeeded({ api }: PersonAtWork, lot: InspectLine['lot']): Promise<void> {
  for (const deadline = Date.now() + 60_000; ;) {
    const refused = await api.reconciliation.drawSample({ lot }).then(() => null, codeOf);
    if (refused === null) return;
    isTrue(
      refused === 'reconciliation.seed-not-there-yet' && Date.now() < deadline,
      `the draw was refused: ${refused}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

async function findingOf(
  checker: PersonAtWork,
  lot: InspectLine['lot'],
  line: SampleLine,
  held: Held,
  index: number,
): Promise<InspectLine> {
  const { record, fields } = await checker.api.reconciliation.readSampleLine({ lot, item: line.item, reveal: true });
  const { number } = line.client;
  const row = held.rows.get(plainKey(number))?.[0];
  const columnOf = (field: string) => held.register.header.indexOf(held.columns.get(`${record}.${field}`) ?? '');
  const finding = { lot, item: line.item, remark: held.file };
  const isElsewhere = row === undefined && line.byFields && fields.some(({ field }) => columnOf(field) < 0);
  if (isElsewhere || isLost({ method: line.method, record }, index))
    return { ...finding, outcome: 'missing', fields: [] };
  return {
    ...finding,
    outcome: 'as-listed',
    fields: fields.map(({ field }) => {
      const at = columnOf(field);
      const value = held.unread.has(number) ? null : row?.[at]?.trim() || null;
      return { field, found: at < 0 ? { kind: 'as-handed' } : { kind: 'value', value } };
    }),
  };
}
