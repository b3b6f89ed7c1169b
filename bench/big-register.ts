import { createHash } from 'node:crypto';
import { businesses, companyWords } from '#server/demo/demo-words.ts';
import { seeded } from '#server/demo/seeded.ts';

/** A register of invented clients that is the same at every run; `hash` is the SHA-256 of its bytes. */
export interface BigRegister {
  bytes: Uint8Array<ArrayBuffer>;
  hash: string;
  /** Two characters that stand in names of it. */
  words: readonly string[];
  /** The rows from one place to before the other, as a file of their own. */
  part(from: number, to: number): File;
}

/** So many rows of twelve columns, UTF-8; the first `ofFirst` belong to 甲, all others to 乙. */
export function bigRegister(rows: number, ofFirst: number): BigRegister {
  const chance = seeded(rows);
  const lines = [
    '客户编号,企业名称,纳税人类型,法定代表人,联系人,联系电话,开户行,银行账号,基本户余额,余额日期,服务费(元/月),合同到期日,主办会计',
  ];
  for (let at = 1; at <= rows; at += 1) {
    const name = `上海${chance.pick(companyWords)}${chance.pick(companyWords)}${chance.pick(businesses).word}有限公司`;
    const digits = (count: number) => Array.from({ length: count }, () => chance.between(0, 9)).join('');
    lines.push(
      [
        `K${String(at).padStart(6, '0')}`,
        name,
        chance.percent(40) ? '一般纳税人' : '小规模纳税人',
        `${chance.pick(companyWords)}`,
        `${chance.pick(companyWords)}`,
        `199${digits(8)}`,
        '招商银行上海徐汇支行',
        `9${digits(17)}`,
        `${chance.between(0, 9_000_000)}.${digits(2)}`,
        '2026-10-31',
        `${chance.between(2, 12)}00.00`,
        `20${chance.between(27, 29)}-${String(chance.between(1, 12)).padStart(2, '0')}-15`,
        at <= ofFirst ? '甲' : '乙',
      ].join(','),
    );
  }
  const bytes = new Uint8Array(Buffer.from(`${lines.join('\r\n')}\r\n`));
  const part = (from: number, to: number) =>
    new File([[lines[0], ...lines.slice(from + 1, to + 1)].join('\r\n')], 'held.csv');
  return { bytes, part, hash: createHash('sha256').update(bytes).digest('hex'), words: companyWords };
}
