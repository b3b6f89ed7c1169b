import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as journal from '#modules/journal/journal.ts';
import { type Context, transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import { findDisposal } from './lookup.ts';

/** The papers of a certificate that are given out. */
const papers = ['certificate.pdf', 'list.pdf', 'certificate.json', 'certificate.json.note'];

/** Opens a paper of a certificate as it was kept; journalled. Refused with `disposal-paper.not-found` before there is one. */
export function openDisposalPaper(context: Context, input: { disposal: Id<'disposal'>; paper: string }) {
  return transact(context, async (inside) => {
    const { id, number, certificateHash } = await findDisposal(inside, input.disposal);
    if (!certificateHash || !papers.includes(input.paper)) throw notFound('disposal-paper', { disposal: id });
    const place = join(inside.ground.archiveFolder, inside.firm, number, 'data', input.paper);
    const { size: bytes } = await stat(place);
    await journal.record(inside, {
      verb: 'disposal.paper-downloaded',
      subject: id,
      facts: { number, paper: input.paper, certificate: certificateHash },
    });
    return { name: `${number}-${input.paper}`, bytes, content: createReadStream(place) };
  });
}
