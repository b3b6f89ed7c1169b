import { fieldWord } from '#modules/client/client.ts';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import { compareCells } from '../engine/normalise/normalise.ts';
import zh from '../locale/zh.json' with { type: 'json' };
import { agreementsAsSigned, type Heard } from './agreement.ts';
import type { AgreementVerdict } from './cross-check.contract.ts';

/** A field that the playbook wants agreed, as it stands on the 清册: who said the same and who did not, never what. */
export interface PrintedCrossCheck {
  item: Id<'item'>;
  /** What the firm calls the field, in Chinese. */
  field: string;
  least: number;
  leastChannels: number;
  needed: string[];
  verdict: AgreementVerdict['kind'];
  /** Beside the record itself, in the order in which they were heard; `outdated`: the record changed since. */
  sources: { voice: string; channel: string; on: LocalDate | null; says: 'same' | 'other' | 'nothing' | 'outdated' }[];
}

/** 交叉验证 of a batch, as it stands on what is signed. */
export async function printedCrossChecks(inside: Inside, batch: Id<'batch'>): Promise<PrintedCrossCheck[]> {
  const agreements = await agreementsAsSigned(inside, batch);
  return agreements.map(({ item, record, field, rule, by, heard, verdict }) => {
    const [ours, ...others] = heard as [Heard, ...Heard[]];
    const says = ({ value, stale }: Heard) => {
      if (stale) return 'outdated';
      if (value === null) return 'nothing';
      return compareCells(String(ours.value), String(value), by) === 'changed' ? 'other' : 'same';
    };
    return {
      item: item.id,
      field: fieldWord(record.kind, field),
      least: rule.least,
      leastChannels: rule.leastChannels,
      needed: [...rule.needed],
      verdict: verdict.kind,
      sources: others.map((one) => ({
        voice: one.voice,
        channel: one.channel,
        on: one.at && localDateOf(one.at),
        says: says(one),
      })),
    };
  });
}

const words: Partial<Record<string, string>> = zh;

/** The words on paper for a source, a channel or a verdict, such as 银行, 电话 and 来源一致. */
export function crossCheckWord(of: 'voice' | 'channel' | 'verdict', name: string): string {
  return words[`crosscheck.${of}.${name}`] ?? name;
}
