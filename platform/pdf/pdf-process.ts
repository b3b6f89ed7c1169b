import { type PdfSigning, signHere } from './pades.ts';
import { type Typesetting, typesetter } from './typesetter.ts';

/** What the pool asks of a process. */
export type PdfOrder =
  | { readonly work: 'typeset'; readonly typesetting: Typesetting }
  | { readonly work: 'sign'; readonly pdf: Uint8Array; readonly signing: PdfSigning };

/** What came of it; `memory` is what the process holds, in bytes. */
export type PdfAnswer = { readonly memory: number } & (
  | { readonly done: { readonly pdf: Uint8Array; readonly pages: number } }
  | { readonly failed: string }
);

let typeset: ReturnType<typeof typesetter> | undefined;

process.on('message', (order: PdfOrder) => {
  carryOut(order).then(
    (done) => answer({ done, memory: process.memoryUsage.rss() }),
    (error: Error) => answer({ failed: error.message, memory: process.memoryUsage.rss() }),
  );
});

async function carryOut(order: PdfOrder): Promise<{ pdf: Uint8Array; pages: number }> {
  if (order.work === 'sign') return { pdf: await signHere(order.pdf, order.signing), pages: 0 };
  typeset ??= typesetter();
  return typeset(order.typesetting);
}

function answer(message: PdfAnswer): void {
  process.send!(message);
}
