import { v7 } from 'uuid';
import { z } from 'zod';

declare const kindOf: unique symbol;

/** A UUIDv7 that knows what it identifies: an `Id<'client'>` does not fit where an `Id<'person'>` is asked for. */
export type Id<Kind extends string> = string & { readonly [kindOf]: Kind };

/** A new id; ids sort by the time they were made. */
export function newId<Kind extends string>(): Id<Kind> {
  return v7() as Id<Kind>;
}

/** The schema of an id of one kind, for contracts. */
export function idOf<Kind extends string>(_kind: Kind) {
  return z.uuid().transform((value) => value as Id<Kind>);
}

export type FirmId = Id<'firm'>;
export type PersonId = Id<'person'>;
export type ClientId = Id<'client'>;
