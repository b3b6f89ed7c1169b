import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { type Json, type RenderedPdf, renderPdf } from '#platform/pdf/typst.ts';
import { clientInventory, summaryInventory } from './forms.ts';
import { clientSheet, summarySheet } from './inventory-sheet.ts';

/** 分户清册: what goes over of one client, and nothing of another. Throws a ZodError when the data is not of the form. */
export async function clientInventoryPdf(input: z.input<typeof clientInventory>): Promise<RenderedPdf> {
  const data = clientInventory.parse(input);
  return formPdf(
    'client-inventory.typ',
    clientSheet(data),
    `移交清册(分户) ${data.number} ${data.client.name}`,
    data.at,
  );
}

/** 汇总清册: cover, totals, list of clients, all lines by client, and 附说明. */
export async function summaryInventoryPdf(input: z.input<typeof summaryInventory>): Promise<RenderedPdf> {
  const data = summaryInventory.parse(input);
  return formPdf(
    'summary-inventory.typ',
    summarySheet(data),
    `移交清册(汇总) ${data.number} ${data.batch}`.trim(),
    data.at,
  );
}

/** The 附说明 of a batch on its own: every noted line with cause, person, deadline and approval, and the places to sign. */
export async function notesPdf(input: z.input<typeof summaryInventory>): Promise<RenderedPdf> {
  const data = summaryInventory.parse(input);
  return formPdf('notes.typ', summarySheet(data), `移交清册附说明 ${data.number} ${data.batch}`.trim(), data.at);
}

function formPdf(name: string, data: Json, title: string, at: string): Promise<RenderedPdf> {
  const template = ['form.typ', 'inventory.typ', name].map(templateOf).join('');
  return renderPdf({ template, data, title, language: 'zh', at: new Date(at) });
}

function templateOf(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}
