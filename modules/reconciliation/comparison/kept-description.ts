import type { Description } from '../engine/read/describe.ts';
import type { KeptDescription } from './find-dataset.ts';

/** What the engine found in a table, as it is kept and shown. */
export function kept({ found, columns, doubts, marks }: Description): KeptDescription {
  const text = found.format === 'text' ? found : null;
  const sheet = 'sheet' in found ? found : null;
  return {
    found: {
      format: found.format,
      encoding: text?.encoding ?? null,
      encodingBy: text?.encodingBy ?? null,
      separator: text?.separator ?? null,
      separatorBy: text?.separatorBy ?? null,
      quote: text?.quote ?? null,
      headerLine: text?.headerLine ?? sheet?.headerLine ?? null,
      headerBy: text?.headerBy ?? null,
      sheet: sheet?.sheet ?? null,
      sheets: sheet?.sheets ?? [],
    },
    columns: columns.map(({ name, kind, filled, blank, total, doubtful }) => ({
      name,
      kind,
      filled,
      blank,
      total: total?.yuan ?? null,
      doubtful,
    })),
    doubts,
    marks: marks.map(({ code, severity, count, places }) => ({ code, severity, count, places })),
  };
}
