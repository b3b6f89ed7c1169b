import type { RecordKind } from './fields/catalogue.ts';
import zh from './locale/zh.json' with { type: 'json' };

const words: Partial<Record<string, string>> = zh;

/** What the firm calls a field of a record, in Chinese, for papers that the server makes; a field of no known name is its own header. */
export function fieldWord(kind: RecordKind, field: string): string {
  return words[`record.${kind}.${field}`] ?? field;
}
