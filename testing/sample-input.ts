import { newId } from '#platform/kernel/id.ts';

/** A JSON schema as the OpenAPI document writes it, as far as inputs of the contract use it. */
export interface JsonSchema {
  type?: string | string[];
  format?: string;
  pattern?: string;
  contentMediaType?: string;
  enum?: unknown[];
  const?: unknown;
  minLength?: number;
  minimum?: number;
  minItems?: number;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
}

/**
 * The smallest input of this shape: ids of things that do not exist, the shortest texts, the first choices. The document flattens
 * unions, so with `whole` optional members are given too.
 */
export function sampleInput(schema: JsonSchema, whole = false): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choices = schema.anyOf ?? schema.oneOf;
  if (schema.allOf || (choices && schema.properties)) {
    const { anyOf: _, oneOf: __, allOf, ...own } = schema;
    const parts = [own, ...(allOf ?? []), ...(choices ? [choices[0]!] : [])];
    return Object.assign({}, ...parts.map((part) => sampleInput(part, whole)));
  }
  if (choices) return sampleInput(choices[0]!, whole);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object') {
    const names = whole ? Object.keys(schema.properties ?? {}) : (schema.required ?? []);
    const wanted = names.map((name) => [name, sampleInput(schema.properties?.[name] ?? {}, whole)]);
    return Object.fromEntries(wanted);
  }
  if (type === 'array')
    return Array.from({ length: schema.minItems ?? 0 }, () => sampleInput(schema.items ?? {}, whole));
  if (type === 'integer' || type === 'number') return Math.max(schema.minimum ?? 1, 1);
  if (type === 'boolean') return true;
  return type === 'string' ? sampleText(schema) : {};
}

function sampleText({ format, pattern, minLength = 1 }: JsonSchema): string {
  if (format === 'uuid') return newId();
  if (format === 'date') return '2026-11-30';
  if (format === 'date-time') return '2027-01-31T00:00:00.000Z';
  if (format === 'email') return 'somebody@example.com';
  if (pattern?.includes('age1')) return `age1${'q'.repeat(58)}`;
  if (pattern?.includes('BEGIN AGE')) return `-----BEGIN AGE ENCRYPTED FILE-----\n${'A'.repeat(100)}`;
  if (pattern?.includes('{64}')) return '0'.repeat(64);
  if (pattern?.includes('\\d{4}-')) return '2026-11-30';
  if (pattern?.includes('\\d')) return '1.00';
  return 'x'.repeat(Math.max(minLength, 4));
}
