import { implement } from '@orpc/server';
import type { Context } from '#platform/context/context.ts';
import { signingContract } from './signing.contract.ts';
import * as signing from './signing.ts';

const os = implement(signingContract).$context<Context>();

export const signingRouter = os.router({
  openMyLetters: os.openMyLetters.handler(({ context }) => signing.openMyLetters(context)),
  myNotice: os.myNotice.handler(({ context }) => signing.myNotice(context)),
  openLetters: os.openLetters.handler(({ context, input }) => signing.openLetters(context, input)),
  readLetter: os.readLetter.handler(({ context, input }) => signing.readLetter(context, input)),
  signLetter: os.signLetter.handler(({ context, input }) => signing.signLetter(context, input)),
  declineLetter: os.declineLetter.handler(({ context, input }) => signing.declineLetter(context, input)),
});
