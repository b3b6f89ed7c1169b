import { type AnyRecord, fieldOf, type RecordKind } from './catalogue.ts';
import type { Field, FieldValue, Mask } from './field.ts';

const hidden = '****';

/** The mask that a field's sensitive value is shown under. */
export function maskOf(field: Field): Mask {
  if (field.mask) return field.mask;
  switch (field.type) {
    case 'phone':
    case 'name':
    case 'account':
    case 'email':
      return field.type;
    case 'text':
    case 'money':
    case 'date':
    case 'period':
    case 'uscc':
    case 'choice':
    case 'integer':
    case 'flag':
      return 'all';
  }
}

/**
 * What may be shown of a sensitive value before it is revealed: a phone 3+4, an identity number 4+4, a name's first
 * character, the last four of a bank account, the first character and the domain of an address, nothing of an amount.
 * A value too short for its mask is hidden whole, and no mask tells how long the value is.
 */
export function maskValue(mask: Mask, value: FieldValue): string {
  const characters = [...String(value).trim()];
  switch (mask) {
    case 'phone':
      return ends(characters, 3, 4);
    case 'id':
      return ends(characters, 4, 4);
    case 'account':
      return ends(characters, 0, 4);
    case 'name':
      return characters.length > 1 ? `${characters[0]}**` : '**';
    case 'email': {
      const at = characters.lastIndexOf('@');
      return at > 1 ? `${characters[0]}***${characters.slice(at).join('')}` : hidden;
    }
    case 'all':
      return hidden;
  }
}

function ends(characters: string[], head: number, tail: number): string {
  if (characters.length <= head + tail) return hidden;
  return characters.slice(0, head).join('') + hidden + characters.slice(-tail).join('');
}

/** The record with each sensitive value under its mask; ordinary values stay. A field that the kind does not have is hidden. */
export function maskRecord(kind: RecordKind, record: AnyRecord): AnyRecord {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) => {
      if (value === undefined) return [];
      const field = fieldOf(kind, name);
      if (field?.class === 'ordinary') return [[name, value]];
      return [[name, maskValue(field ? maskOf(field) : 'all', value)]];
    }),
  );
}
