import type { Handover } from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import type { FirmId, PersonId } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { Difference } from '../engine/difference.ts';
import type { ResultHeader, ResultSummary } from '../engine/result/result-file.ts';
import { differencesAsWorkbook } from '../engine/result/workbook.ts';
import { reportPdf } from '../pdf/report-pdf.ts';
import { reportWords } from '../pdf/report-words.ts';
import type { Dataset, ExportPlace } from './comparison-contract.ts';
import { canSeeDifferences } from './comparison-policy.ts';
import { type ComparisonCase, comparisonCase, keyOfComparison, resultFile, summaryOf } from './find-comparison.ts';
import { firstLines, linesOf } from './row-lines.ts';
import { shownDatasets } from './shown-dataset.ts';

/** An export on its way to somebody; whoever passes it on asks `mayStillExport` again and again. */
export interface OpenExport {
  name: string;
  mediaType: string;
  firm: FirmId;
  person: PersonId;
  content: AsyncIterable<Uint8Array>;
}

const mediaTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
  pdf: 'application/pdf',
};

/**
 * The result of a comparison for taking along: JSON lines are the immutable file itself, whose SHA-256 is its name; the others are
 * made from it. Journalled; refused as differences are.
 */
export function openExport(context: Context, { comparison: id, format, language }: ExportPlace): Promise<OpenExport> {
  return transact(context, async (inside) => {
    const one = await comparisonCase(inside, id);
    allow(canSeeDifferences(inside.actor, one.at, one.facts));
    const { found } = one;
    const content = await inside.ground.files.read(keyOfComparison(inside, found), resultFile(found.id, found.run));
    await journal.record(inside, {
      verb: 'comparison.exported',
      handover: found.handoverId,
      subject: found.id,
      facts: { format, result: found.result },
    });
    return {
      name: `${one.at.of.handover.number}-C${found.number}.${format}`,
      mediaType: mediaTypes[format],
      firm: inside.firm,
      person: personOf(inside.actor)!,
      content:
        format === 'jsonl'
          ? content
          : format === 'pdf'
            ? once(await report(inside, one, content, language))
            : format === 'csv'
              ? asCsv(one, content, language)
              : differencesAsWorkbook(one.found.plan.key, differencesOf(content), sheetWords(one, language)),
    };
  });
}

/** Whether the actor may have the export now; false as soon as the sign-in or the access has ended. */
export function mayStillExport(
  context: Context,
  { comparison: id }: Pick<ExportPlace, 'comparison'>,
): Promise<boolean> {
  return read(context, async (inside) => {
    const one = await comparisonCase(inside, id);
    return canSeeDifferences(inside.actor, one.at, one.facts).allowed;
  }).catch((error: unknown) => {
    if (error instanceof Refusal) return false;
    throw error;
  });
}

async function* differencesOf(content: AsyncIterable<Uint8Array>): AsyncGenerator<Difference> {
  for await (const block of linesOf(content))
    for (const { text } of block) {
      const line = JSON.parse(text) as Difference | ResultHeader | ResultSummary;
      if (line.kind !== 'result' && line.kind !== 'summary') yield line;
    }
}

function sheetWords({ left, right }: ComparisonCase, language: 'zh' | 'en') {
  const { title, kind, column, kinds } = reportWords[language];
  return { sheet: title, kind, column, left: left.name, right: right.name, kinds };
}

/** RFC 4180 in UTF-8 with its mark, for spreadsheets. */
async function* asCsv(
  one: ComparisonCase,
  content: AsyncIterable<Uint8Array>,
  language: 'zh' | 'en',
): AsyncGenerator<Uint8Array> {
  const { kind, column, left, right, kinds } = sheetWords(one, language);
  const line = (cells: string[]) =>
    `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
  let lines = `\ufeff${line([kind, ...one.found.plan.key, column, left, right])}`;
  for await (const of of differencesOf(content)) {
    lines += line([kinds[of.kind], ...of.key, of.column ?? '', of.left ?? '', of.right ?? '']);
    if (lines.length < 1 << 16) continue;
    yield Buffer.from(lines);
    lines = '';
  }
  yield Buffer.from(lines);
}

async function report(
  inside: Inside,
  one: ComparisonCase,
  content: AsyncIterable<Buffer>,
  language: 'zh' | 'en',
): Promise<Uint8Array> {
  const { found, left, right, at } = one;
  const key = keyOfComparison(inside, found);
  const first = await inside.ground.files.read(key, resultFile(found.id, found.run));
  const header = JSON.parse((await firstLines(first, 1))[0]!) as ResultHeader;
  const { summary } = summaryOf(inside, found)!;
  const { pdf } = await reportPdf({
    result: {
      file: { sha256: found.result!, bytes: found.resultBytes! },
      header,
      summary: { kind: 'summary', ...summary },
      differences: differencesOf(content),
    },
    names: { left: left.name, right: right.name },
    parties: signatories(at.of.handover, at.of.parties, await shownDatasets(inside, [left, right]), language),
    language,
    at: found.finishedAt!,
  });
  return pdf;
}

/** Who stands on both sides, and when they agreed on which dataset. */
function signatories(
  { manner }: Handover,
  parties: ComparisonCase['at']['of']['parties'],
  datasets: readonly Dataset[],
  language: 'zh' | 'en',
): { side: string; name: string }[] {
  const words = reportWords[language];
  const giver =
    manner === 'proxy'
      ? (parties.proxy ?? parties.outgoing)
      : manner === 'one-sided'
        ? parties.supervisor
        : parties.outgoing;
  return [
    { side: 'outgoing' as const, name: giver.name },
    { side: 'incoming' as const, name: parties.incoming.name },
  ].map(({ side, name }) => {
    const given = datasets.map(({ confirmations }) => confirmations.find((one) => one.side === side));
    const days = given.map((one) => (one ? localDateOf(one.at) : words.unconfirmed));
    return {
      side: `${words.sides[side]} · ${words.left} ${days[0]} · ${words.right} ${days[1]}`,
      name: given[0]?.by.name ?? name,
    };
  });
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
