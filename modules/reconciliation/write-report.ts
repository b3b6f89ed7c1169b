import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openResult } from './engine/result/open-result.ts';
import { reportPdf } from './pdf/report-pdf.ts';
import { reportWords } from './pdf/report-words.ts';

/** Gives a place for the result of which a report is made: the one at which it is kept, or one that is gone afterwards. */
export async function withResult<Answer>(kept: string | null, act: (path: string) => Promise<Answer>): Promise<Answer> {
  if (kept !== null) return act(kept);
  const folder = await mkdtemp(join(tmpdir(), 'baton-report-'));
  try {
    return await act(join(folder, 'result.jsonl'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes the report of a result as PDF/A, with totals and room for both sides to sign. */
export async function writeReport(
  file: string,
  result: string,
  names: { left: string; right: string },
  language: 'zh' | 'en',
): Promise<void> {
  const { outgoing, incoming } = reportWords[language].sides;
  const parties = [outgoing, incoming].map((side) => ({ side, name: '' }));
  const { pdf } = await reportPdf({ result: await openResult(result), names, parties, language, at: new Date() });
  await writeFile(file, pdf, { mode: 0o600 });
}
