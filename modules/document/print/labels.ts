import { readFileSync } from 'node:fs';
import * as journal from '#modules/journal/journal.ts';
import { type Context, transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import { qrSvg } from '#platform/pdf/qr.ts';
import { renderPdf } from '#platform/pdf/typst.ts';
import { directoryRows } from '../retention/directory.ts';
import { selectKinds } from '../retention/kinds.ts';
import { keepingWords, placeOnPaper } from './printed-words.ts';

/**
 * Labels to be stuck on volumes and boxes, 24 on a sheet: code, client, kind and year, until when it is kept, where it stands, and a
 * QR code of the file's page, to which `pageOf` gives the address. No name of a file is on them. Journalled; refused with
 * `document.not-found`.
 */
export async function printLabels(
  context: Context,
  input: { documents: Id<'document'>[]; pageOf: (document: string) => string },
): Promise<{ name: string; pdf: Uint8Array }> {
  const wanted = [...new Set(input.documents)];
  const { labels, at } = await transact(context, async (inside) => {
    const rows = await directoryRows(inside, { documents: wanted });
    const missing = wanted.find((id) => !rows.some((row) => row.document === id));
    if (missing) throw notFound('document', { document: missing });
    const kinds = new Map((await selectKinds(inside)).map(({ key, zh }) => [key, zh]));
    await journal.record(inside, { verb: 'document.labels-printed', facts: { files: rows.length } });
    const inOrder = rows.toSorted((one, other) => ((one.code ?? '') < (other.code ?? '') ? -1 : 1));
    return {
      at: inside.now,
      labels: inOrder.map((row) => ({
        code: row.code ?? '未编号',
        client: row.client ? row.client.name : '交接文件',
        what: [row.kind ? kinds.get(row.kind)! : '未归类', row.year].filter(Boolean).join(' '),
        keep: keepingWords(row),
        place: placeOnPaper(row.place),
        qr: qrSvg(input.pageOf(row.document)),
      })),
    };
  });
  const template = readFileSync(new URL('labels.typ', import.meta.url), 'utf8');
  const { pdf } = await renderPdf({ template, data: { labels }, title: '档案标签', language: 'zh', at });
  return { name: `档案标签-${localDateOf(at)}.pdf`, pdf };
}
