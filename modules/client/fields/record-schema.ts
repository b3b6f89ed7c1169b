import { z } from 'zod';
import { yuanSchema } from '#platform/kernel/money-schema.ts';
import { fieldsOf, recordKinds, type RecordKind, type RecordOf } from './catalogue.ts';
import { choicesOf } from './choice-sets.ts';
import type { Field } from './field.ts';

/** A period as records write it: a year, a month, a quarter or a half year. */
export const periodPattern = /^\d{4}(?:-(?:0[1-9]|1[0-2]|Q[1-4]|H[12]))?$/;

/**
 * The shape of one field's value. Codes, numbers and addresses are taken as the source wrote them: one that fails its check
 * digit was perhaps really issued and is warned of elsewhere, never refused here.
 */
export function valueSchema(field: Field) {
  switch (field.type) {
    case 'money':
      return yuanSchema;
    case 'date':
      return z.iso.date();
    case 'period':
      return z.string().regex(periodPattern, 'period: 2026, 2026-10, 2026-Q4 or 2026-H2');
    case 'integer':
      return z.int();
    case 'flag':
      return z.boolean();
    case 'choice':
      return field.choices ? z.enum(choicesOf(field.choices)) : z.string();
    case 'text':
      return z.string().min(1).max(2000);
    case 'name':
    case 'phone':
    case 'email':
    case 'uscc':
    case 'account':
      return z.string().min(1).max(200);
  }
}

function schemaOf(kind: RecordKind) {
  return z.strictObject(
    Object.fromEntries(
      fieldsOf(kind).map(([name, field]) => [
        name,
        field.required ? valueSchema(field) : valueSchema(field).optional(),
      ]),
    ),
  );
}

const schemas = new Map(recordKinds.map((kind) => [kind, schemaOf(kind)]));

/** The schema of a record of the kind, made from the catalogue: unknown fields are refused, required ones asked for. */
export function recordSchema<Kind extends RecordKind>(kind: Kind): z.ZodType<RecordOf<Kind>, RecordOf<Kind>> {
  return schemas.get(kind) as unknown as z.ZodType<RecordOf<Kind>, RecordOf<Kind>>;
}
