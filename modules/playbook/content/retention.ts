import { z } from 'zod';
import { keySchema } from './text.ts';

/** How long a kind of accounting archive is kept. */
export const retentionSchema = z.object({
  /** Also the choice that a client's `archive-volume` record stores in its field `retention`. */
  key: keySchema,
  /** `years` from the year after the one it belongs to, for ever, or `years` after the asset was scrapped. */
  term: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('years'), years: z.int().positive() }),
    z.object({ kind: z.literal('permanent') }),
    z.object({ kind: z.literal('after-scrapping'), years: z.int().positive() }),
  ]),
  /** The kinds of `archive-volume` that it holds for. */
  archives: z.array(keySchema),
  rule: keySchema,
});
export type Retention = z.output<typeof retentionSchema>;

/** 财政部 国家档案局令第79号, 附表一. Forms with 15 or 25 years are out of date. */
export const retention: readonly Retention[] = [
  {
    key: 'thirty-years',
    term: { kind: 'years', years: 30 },
    archives: [
      'source-voucher',
      'accounting-voucher',
      'general-ledger',
      'detail-ledger',
      'day-book',
      'other-book',
      'archive-handover-list',
    ],
    rule: 'archives-retention',
  },
  {
    key: 'ten-years',
    term: { kind: 'years', years: 10 },
    archives: ['interim-report', 'bank-reconciliation', 'bank-statement', 'tax-return'],
    rule: 'archives-retention',
  },
  {
    key: 'permanent',
    term: { kind: 'permanent' },
    archives: ['annual-report', 'archive-custody-list', 'archive-destruction-list', 'archive-appraisal'],
    rule: 'archives-retention',
  },
  {
    key: 'five-years-after-scrapping',
    term: { kind: 'after-scrapping', years: 5 },
    archives: ['fixed-asset-card'],
    rule: 'archives-retention',
  },
];
