import { Worker } from 'node:worker_threads';
import { Refusal } from '#platform/kernel/refusal.ts';
import { type PaperFault, paperKind, type PaperText, type ShownPaper, UnreadPaper } from './paper.ts';

/** What is asked of the process that reads papers. */
export interface PaperOrder {
  work: 'read' | 'recognise' | 'show';
  mediaType: string;
  bytes: Uint8Array;
}

/** What came of it. */
export type PaperAnswer = { done: PaperText | ShownPaper } | { unread: PaperFault };

/** The whole memory that the process may hold, in bytes: buffers and WebAssembly stand outside of the heap that V8 bounds. */
const mostMemory = 1536 * 1024 * 1024;
// Ended at once also when the server that asked has gone, however busy the file keeps this thread.
new Worker(
  `setInterval(() => {
    if (process.memoryUsage.rss() > ${mostMemory} || process.ppid !== ${process.ppid}) process.kill(process.pid, 'SIGKILL');
  }, 50)`,
  { eval: true },
);

process.on('message', (order: PaperOrder) => {
  carryOut(order).then(
    (done) => answer({ done }),
    (error: unknown) => answer({ unread: faultOf(error) }),
  );
});

async function carryOut({ work, mediaType, bytes }: PaperOrder): Promise<PaperText | ShownPaper> {
  const kind = paperKind(mediaType);
  if (work === 'show') {
    const { showPaper } = await import('./show-paper.ts');
    return showPaper(kind, bytes);
  }
  if (work === 'recognise') {
    const { recognise } = await import('./recognise.ts');
    return recognise(kind, bytes);
  }
  switch (kind) {
    case 'pdf': {
      const { readPdf } = await import('./read-pdf.ts');
      return readPdf(bytes);
    }
    case 'document': {
      const { readDocument } = await import('./read-document.ts');
      return readDocument(bytes);
    }
    case 'sheets': {
      const { readSheets } = await import('./read-sheets.ts');
      return readSheets(bytes);
    }
    case 'text': {
      const { readPlain } = await import('./read-plain.ts');
      return readPlain(bytes);
    }
    default:
      return { text: '', cut: false, unread: kind === 'picture' };
  }
}

/** Whatever a reader throws at a hostile or broken file means that the file cannot be read. */
function faultOf(error: unknown): PaperFault {
  if (error instanceof UnreadPaper) return error.fault;
  if (error instanceof Refusal && error.code === 'tabular.password') return 'password';
  return (error as Error)?.name === 'PasswordException' ? 'password' : 'damaged';
}

function answer(message: PaperAnswer): void {
  process.send!(message);
}
