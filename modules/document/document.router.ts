import { implement } from '@orpc/server';
import type { Context } from '#platform/context/context.ts';
import { documentContract } from './document.contract.ts';
import * as document from './document.ts';

const os = implement(documentContract).$context<Context>();

export const documentRouter = os.router({
  listDocuments: os.listDocuments.handler(({ context, input }) => document.listDocuments(context, input)),
});
