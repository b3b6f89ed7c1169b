import * as client from '#modules/client/client.ts';
import type { Inside } from '#platform/context/context.ts';
import { type RowOfFields, openFields } from '#platform/envelope/data-key.ts';
import type { Id } from '#platform/kernel/id.ts';
import type { Issue } from './lookup.ts';

/** Where the cause of a note is sealed. */
export function placeOfCause(id: Id<'issue'>): RowOfFields {
  return { table: 'issue', row: `${id}:cause` };
}

/** The cause that the note gives; empty without a note. */
export async function causeOf(inside: Inside, { id, clientId, cause }: Issue): Promise<string> {
  return cause ? openFields<string>(await client.dataKeyOf(inside, clientId), placeOfCause(id), cause) : '';
}
