import { z } from 'zod';
import { yuanSchema } from '#platform/kernel/money-schema.ts';
import { lawRuleSchema } from './law-rule.ts';
import { letterSchema } from './letter.ts';
import { retentionSchema } from './retention.ts';
import { inspectionLevels, qualityLimits } from './sampling-words.ts';
import { keySchema, wordsSchema } from './text.ts';

/** 移交人, 接收人, 监交人: who answers for a stage. */
export const stageOwners = ['outgoing', 'incoming', 'supervisor'] as const;

/** The seven ways in which a thing goes over, each with its own proof by the receiver. */
export const transferMethods = ['physical', 'file', 'rebind', 'secret', 'knowledge', 'balance', 'obligation'] as const;
export const transferMethodSchema = z.enum(transferMethods);
export type TransferMethod = z.output<typeof transferMethodSchema>;

/** 密级 of a line: 普通, 敏感, 机密. */
export const secrecies = ['ordinary', 'sensitive', 'sealed'] as const;

/** A part of the way, owned by one side, ended by a proof. */
const stageSchema = z.object({
  key: keySchema,
  name: wordsSchema,
  owner: z.enum(stageOwners),
  /** What shows that the stage is done. */
  proof: wordsSchema,
  /** How long it takes by default, in working days. */
  days: z.int().min(1).max(60),
});

/** A check that must hold before a stage is left; the module that owns the check registers it under the same key. */
const gateSchema = z.object({
  check: keySchema,
  /** The stage that is not left before the check holds. */
  after: keySchema,
  name: wordsSchema,
  /** `must` keeps the stage from being left; `warn` is shown and signed with. */
  force: z.enum(['must', 'warn']),
  rule: keySchema.optional(),
});

const methodSchema = z.object({
  key: transferMethodSchema,
  name: wordsSchema,
  /** What the receiver does to prove it. Nobody ticks for another. */
  proof: wordsSchema,
  /** What must be on record then, by the keys of `evidence`. */
  evidence: z.array(keySchema).min(1),
});

const evidenceSchema = z.object({ key: keySchema, name: wordsSchema });

/** One of the fourteen kinds of item. */
const kindSchema = z.object({
  key: keySchema,
  number: z.int().min(1).max(14),
  name: wordsSchema,
  /** What belongs to it, in the words of the trade. */
  contains: wordsSchema,
  methods: z.array(transferMethodSchema).min(1),
  /** True when every line of the kind is checked field by field, none by sample. */
  critical: z.boolean(),
});

const lineSchema = z.object({
  /** The kind that it is filed under: the key of a kind, or of a mandatory line that is a heading of its own. */
  kind: keySchema,
  method: transferMethodSchema,
  secrecy: z.enum(secrecies),
  /** 100 % checking, beyond what the kind asks for. */
  critical: z.boolean(),
  /** Evidence beyond what the method asks for. */
  evidence: z.array(keySchema),
  /** 单位 where the record has none; a line without a quantity counts one of it. */
  unit: wordsSchema,
});

/** A line that every client's inventory has: made by itself where no record of the client gives one that serves it. */
const mandatoryLineSchema = lineSchema.extend({
  key: keySchema,
  name: wordsSchema,
});

/** Columns of the 清册 that a record fills, by the names of its fields. */
const columnsSchema = z.partialRecord(
  z.enum(['number', 'from', 'until', 'quantity', 'unit', 'medium', 'original', 'place', 'retention', 'due']),
  z.string(),
);

/** How a record of a client becomes a line of the inventory. Of the lines for one kind of record the first that fits is taken. */
const recordLineSchema = lineSchema.extend({
  record: keySchema,
  /** Fits only a record whose field has one of these values. */
  when: z.object({ field: z.string(), in: z.array(z.string()).min(1) }).optional(),
  /** The mandatory line that it stands for. */
  serves: keySchema.optional(),
  /** The kind named by law that it fills. */
  statutory: keySchema.optional(),
  columns: columnsSchema,
});

/** A kind that 规范 Art. 27 names: without a line it stands on the inventory as 无. */
const statutoryKindSchema = z.object({
  key: keySchema,
  name: wordsSchema,
  /** Where its 无 is filed. */
  kind: keySchema,
  /** Named only where the client's accounting is computerised. */
  computerisedOnly: z.boolean(),
  rule: keySchema,
});

/** Further lines for clients of a trade; they may be dropped with a reason. */
const tradeSchema = z.object({
  trade: keySchema,
  lines: z.array(lineSchema.extend({ key: keySchema, name: wordsSchema })).min(1),
});

/** What counts as a difference, and what a total counts. */
const whatCountsSchema = z.object({
  /** Amounts further apart than this differ. */
  moneyTolerance: yuanSchema,
  /** A value only written in another way agrees, and is shown as such. */
  writtenDifferently: z.enum(['agrees', 'differs']),
  /** Signed differences cancel each other, so they are added up by absolute amount. */
  differencesAddUp: z.literal('absolute'),
  /** What is not checked is named beside a total, never counted as zero. */
  unchecked: z.literal('named'),
  /** A checked value that changes later makes its verdict stale. */
  laterChange: z.literal('stale'),
});

/** Working days that people have by default. */
const deadlinesSchema = z.object({
  /** From the appointment of the parties to the start. */
  notice: z.int().min(0),
  acceptAppointment: z.int().min(1),
  answerDifference: z.int().min(1),
  confirmCorrection: z.int().min(1),
  changeSecret: z.int().min(1),
});

/** 交叉验证: how many must say the same of a field of a client's record before it counts as true. What the record says is one. */
const crossCheckSchema = z.object({
  record: keySchema,
  field: z.string(),
  /** So many different sources must say the same, heard by so many different channels. */
  least: z.int().min(2),
  leastChannels: z.int().min(1),
  /** Without one of each of these there is no agreement. */
  needed: z.array(keySchema),
});

/** Lines of a batch that are inspected as one lot: its level and its acceptance quality limit, in percent nonconforming. */
const lotRuleSchema = z.object({
  key: keySchema,
  name: wordsSchema,
  /** Headings whose lines belong to it. A critical line belongs to no lot: each is inspected. */
  kinds: z.array(keySchema).min(1),
  level: z.enum(inspectionLevels),
  limit: z.enum(qualityLimits),
});

const lateFeesSchema = z.object({
  payment: z.object({ ratePerDay: z.string().regex(/^0\.\d+$/), rule: keySchema }),
  filing: z.object({ upTo: yuanSchema, seriousFrom: yuanSchema, seriousUpTo: yuanSchema, rule: keySchema }),
});

/** The shape of what a version of a playbook holds; `playbookContentSchema` asks beyond it that nothing in it is loose. */
export const playbookShape = z.object({
  name: wordsSchema,
  description: wordsSchema,
  stages: z.array(stageSchema).min(1),
  gates: z.array(gateSchema),
  evidence: z.array(evidenceSchema),
  methods: z.array(methodSchema).length(transferMethods.length),
  kinds: z.array(kindSchema).length(14),
  mandatoryLines: z.array(mandatoryLineSchema),
  recordLines: z.array(recordLineSchema),
  /** The line of a sealed secret that belongs to no record; one that does is filed with its record. */
  secretLine: lineSchema.extend({ method: z.literal('secret') }),
  statutoryKinds: z.array(statutoryKindSchema),
  trades: z.array(tradeSchema),
  whatCounts: whatCountsSchema,
  deadlines: deadlinesSchema,
  retention: z.array(retentionSchema),
  letters: z.array(letterSchema),
  lateFees: lateFeesSchema,
  /** Absent in versions of before there was cross-checking. */
  crossChecks: z.array(crossCheckSchema).optional(),
  /** 抽样质检 by GB/T 2828.1. Absent in versions of before there was sampling. */
  sampling: z.array(lotRuleSchema).min(1).optional(),
  rules: z.array(lawRuleSchema),
});

export type PlaybookContent = z.output<typeof playbookShape>;
/** How many must say the same of a field. */
export type CrossCheckRule = NonNullable<PlaybookContent['crossChecks']>[number];
/** What is inspected as one lot, and how strictly. */
export type LotRule = NonNullable<PlaybookContent['sampling']>[number];
export type Stage = PlaybookContent['stages'][number];
export type Gate = PlaybookContent['gates'][number];
export type ItemKind = PlaybookContent['kinds'][number];
export type MandatoryLine = PlaybookContent['mandatoryLines'][number];
export type RecordLine = PlaybookContent['recordLines'][number];
export type StatutoryKind = PlaybookContent['statutoryKinds'][number];
/** What any line of an inventory has, wherever it comes from. */
export type Line = z.output<typeof lineSchema>;
export type TradeLine = PlaybookContent['trades'][number]['lines'][number];
