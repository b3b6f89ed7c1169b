import { extraField } from './fields/extra-field.ts';
import type { RecordKind } from './fields/catalogue.ts';
import zh from './locale/zh.json' with { type: 'json' };

const words: Partial<Record<string, string>> = zh;

/** What the firm calls a field of a record, in Chinese, for papers that the server makes; a column that an import kept by its header. */
export function fieldWord(kind: RecordKind, field: string): string {
  const extra = extraField('');
  return field.startsWith(extra) ? field.slice(extra.length) : (words[`record.${kind}.${field}`] ?? field);
}
