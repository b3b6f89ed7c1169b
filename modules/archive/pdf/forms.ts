import { z } from 'zod';
import { localDateSchema } from '#platform/kernel/local-date-schema.ts';

/**
 * The forms of the handover on paper, in Chinese: 分户清册, 汇总清册, 附说明; and letters in any language.
 * What they show is what they are given: sealed values have no field here, sensitive ones arrive masked or whole as the
 * caller decides.
 */

const words = z.string();
const count = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const instant = z.iso.datetime();

/** How one person has signed. */
const formSignature = z.discriminatedUnion('manner', [
  z.strictObject({ manner: z.literal('electronic'), at: instant, keyFingerprint: words }),
  /** The paper original stands for it; the hash is that of its scan. */
  z.strictObject({ manner: z.literal('wet-ink'), at: instant, scanHash: sha256 }),
]);

/** A person on the form, with the title (职务) that stands on it. */
export const formParty = z.strictObject({ name: words, title: words, signature: formSignature.optional() });

/** Who hands over, who takes over and who watches: 会计法 Art. 39; by proxy and one-sided: 会计基础工作规范 Art. 32. */
export const formParties = z.discriminatedUnion('manner', [
  z.strictObject({ manner: z.literal('regular'), outgoing: formParty, incoming: formParty, supervisor: formParty }),
  z.strictObject({
    manner: z.literal('proxy'),
    outgoing: formParty.omit({ signature: true }),
    proxy: formParty,
    incoming: formParty,
    supervisor: formParty,
    reason: words,
    /** 单位负责人. */
    approvedBy: words,
  }),
  z.strictObject({
    manner: z.literal('one-sided'),
    outgoing: formParty.omit({ signature: true }),
    incoming: formParty,
    supervisor: formParty,
    witness: formParty,
    reason: words,
  }),
]);

/** 一致 / 更正后一致 / 附说明 / 有差异 / 未核. */
const lineResult = z.enum(['agreed', 'corrected', 'noted', 'different', 'unchecked']);

/** A line of the 清册 in the words that it shows; an empty text leaves the cell empty. */
export const inventoryLine = z.strictObject({
  /** Key of one of the form's kinds (类别). */
  kind: words,
  name: words,
  number: words.default(''),
  /** Month, year or day, such as `2024-01`. */
  from: words.default(''),
  to: words.default(''),
  /** A count or an amount as a decimal, such as `"12"` or `"1472469.81"`; shown with thousands. */
  quantity: z
    .string()
    .regex(/^(-?\d+(\.\d+)?)?$/)
    .default(''),
  unit: words.default(''),
  medium: words.default(''),
  original: words.default(''),
  place: words.default(''),
  secrecy: words.default(''),
  keepFor: words.default(''),
  keptFor: words.default(''),
  transfer: words.default(''),
  result: lineResult,
  difference: words.default(''),
  responsible: words.default(''),
  due: z.union([localDateSchema, z.literal('')]).default(''),
  remark: words.default(''),
  /** For a noted line: why it stands open, and who approved that it does. Printed on the 附说明 page. */
  cause: words.default(''),
  approvedBy: words.default(''),
  /** 交叉验证 of its fields, in words; printed on a page of the 分户清册. */
  crossChecks: z
    .array(z.strictObject({ field: words, sources: z.array(words), rule: words, verdict: words, agreed: z.boolean() }))
    .default([]),
});

/** A kind of item in the order of the form. One without lines is shown as 无. */
export const inventoryKind = z.strictObject({ key: words, name: words, remark: words.default('') });

/** What every form of one batch carries; the statutory fields of the cover are 会计基础工作规范 Art. 31. */
const head = z.strictObject({
  /** 单位名称. */
  firm: words,
  /** H-2026-0001, and which batch of it, such as 第 2 批. */
  number: words,
  batch: words.default(''),
  /** 交接事由, such as 离职交接. */
  reason: words,
  /** 第 n 稿. */
  version: count,
  handoverDate: localDateSchema,
  cutOff: localDateSchema,
  /** Such as 《中华人民共和国会计法》(2024)第三十九条. */
  legalBasis: words,
  parties: formParties,
  /** 需要说明的问题和意见. */
  remarks: z.array(words).default([]),
  kinds: z.array(inventoryKind),
  /** Whose copy it is: 1/3, 2/3, 3/3, or the archive's. */
  copy: z.enum(['outgoing', 'incoming', 'supervisor', 'archive']),
  /** 'wet-ink': places to sign by hand are left open. */
  signing: z.enum(['electronic', 'wet-ink']),
  /** SHA-256 of the inventory that was signed. */
  inventoryHash: sha256,
  /** The journal's checkpoint as a signed note; shown as QR. */
  checkpoint: words.optional(),
  /** When the form was made. */
  at: instant,
});

const clientFields = {
  number: words,
  name: words,
  /** 统一社会信用代码. */
  code: words.default(''),
};

export const clientInventory = head
  .extend({
    client: z.strictObject({
      ...clientFields,
      /** Facts at the cut-off, such as 已结账至, 最后凭证号, 已收费至. */
      facts: z.array(z.strictObject({ label: words, value: words })).default([]),
    }),
    lines: z.array(inventoryLine),
  })
  .refine(({ kinds, lines }) => knowsKinds(kinds, lines), 'a line is of a kind that the form does not list');

export const summaryInventory = head
  .extend({
    clients: z.array(
      z.strictObject({
        ...clientFields,
        /** Pages and hash of the client's own 分户清册, where it is made already. */
        pages: count.optional(),
        pdfHash: sha256.optional(),
        lines: z.array(inventoryLine),
      }),
    ),
  })
  .refine(
    ({ kinds, clients }) => clients.every(({ lines }) => knowsKinds(kinds, lines)),
    'a line is of a kind that the form does not list',
  );

export const letterForm = z.strictObject({
  firm: words,
  language: z.enum(['zh', 'en']),
  title: words,
  number: words.default(''),
  date: localDateSchema,
  paragraphs: z.array(words),
  /** Who signs it, each under the name of the side: 承诺人, 单位, Receiver, … */
  signers: z.array(formParty.extend({ side: words })),
  signing: z.enum(['electronic', 'wet-ink']),
  textHash: sha256,
  at: instant,
});

export type InventoryLine = z.output<typeof inventoryLine>;
export type InventoryKind = z.output<typeof inventoryKind>;
export type FormParty = z.output<typeof formParty>;
export type FormParties = z.output<typeof formParties>;
export type ClientInventory = z.output<typeof clientInventory>;
export type SummaryInventory = z.output<typeof summaryInventory>;
export type LetterForm = z.output<typeof letterForm>;
export type LineResult = z.output<typeof lineResult>;

function knowsKinds(kinds: InventoryKind[], lines: InventoryLine[]): boolean {
  const known = new Set(kinds.map(({ key }) => key));
  return lines.every(({ kind }) => known.has(kind));
}
