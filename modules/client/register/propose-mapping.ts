import { checkUscc } from '#platform/kernel/uscc.ts';
import { bareHeader, headerWords, spellings } from '#platform/tabular/header-words.ts';
import { narrow } from '#platform/kernel/narrow.ts';
import { readValue } from '../fields/written-value.ts';
import {
  type AmountUnit,
  amountFields,
  recordFieldOf,
  registerColumns,
  type RegisterField,
  registerFields,
} from './columns.ts';

/** What a column seems to be, for a person to confirm. A column of no known field is proposed as `extra`. */
export interface ColumnProposal {
  column: string;
  use: RegisterField | 'extra';
  /** The firm's own word or the record's; a word that others write, pinyin among them; or what the cells look like. */
  by: 'name' | 'synonym' | 'content' | null;
  certainty: Certainty | null;
  unit: AmountUnit;
}

export type Certainty = 'certain' | 'likely' | 'guess';

const certainties: Certainty[] = ['certain', 'likely', 'guess'];

/**
 * Proposes a field for each column from its header and, where that says nothing, from the cells of some sample rows. Each
 * field is proposed once, for the column that is most certain. The result is in the order of the columns.
 */
export function proposeMapping(columns: readonly string[], sample: readonly (readonly string[])[]): ColumnProposal[] {
  const cells = columns.map((_, at) => sample.map((row) => row[at]?.trim() ?? '').filter((cell) => cell !== ''));
  const candidates: Candidate[] = columns.flatMap((column, at) => byHeader(column, at, cells[at]!));
  const proposals = columns.map((column): ColumnProposal => ({
    column,
    use: 'extra',
    by: null,
    certainty: null,
    unit: 1,
  }));
  const taken = new Set<RegisterField>();
  const take = (candidate: Candidate) => {
    if (proposals[candidate.at]!.use !== 'extra' || taken.has(candidate.field)) return;
    const { at, field, by, certainty } = candidate;
    const column = columns[at]!;
    taken.add(field);
    proposals[at] = { column, use: field, by, certainty, unit: isAmount(field) ? unitOf(column) : 1 };
  };
  for (const certainty of certainties)
    for (const candidate of candidates) if (candidate.certainty === certainty) take(candidate);
  for (const [at, proposal] of proposals.entries()) {
    if (proposal.use === 'extra')
      for (const field of fieldsByContent(headerWords(columns[at]!), cells[at]!, sample.length))
        take({ at, field, by: 'content', certainty: 'guess' });
  }
  return proposals;
}

interface Candidate {
  at: number;
  field: RegisterField;
  by: 'name' | 'synonym' | 'content';
  certainty: Certainty;
}

/** What stands before a field's word in headers that speak of someone or something else. */
const others = /法人|法定代表人|财务|办税|监事|股东|经理|老板|旧|原|上期|累计|税|legal|tax|old|previous/;

/** Whether the header ends in a word for the field that is long enough to mean it: three characters, or two English words. */
function endsLike(field: RegisterField, header: string): boolean {
  const { chinese, english } = registerColumns[field];
  const long = [...chinese.filter((word) => word.length >= 3), ...english.filter((word) => word.includes(' '))];
  return long.map(bareHeader).some((word) => header.endsWith(word) && !others.test(header.slice(0, -word.length)));
}

function byHeader(column: string, at: number, cells: string[]): Candidate[] {
  const header = headerWords(column);
  const candidates: Candidate[] = [];
  for (const field of registerFields) {
    const { chinese, english } = registerColumns[field];
    if (!speaksOf(field, column)) continue;
    if (header === bareHeader(chinese[0]!) || header === bareHeader(english[0]!) || header === bareHeader(field)) {
      candidates.push({ at, field, by: 'name', certainty: 'certain' });
    } else if (
      chinese.some((word) => header === bareHeader(word)) ||
      english.some((word) => header === bareHeader(word))
    ) {
      candidates.push({ at, field, by: 'synonym', certainty: 'likely' });
    } else if (pinyinWords().get(header) === field) {
      candidates.push({ at, field, by: 'synonym', certainty: 'guess' });
    } else if (endsLike(field, header)) {
      candidates.push({ at, field, by: 'synonym', certainty: 'guess' });
    }
  }
  return candidates.map((candidate) =>
    fits(candidate.field, cells) ? candidate : { ...candidate, certainty: 'guess' },
  );
}

/** Whether the header may mean the field at all: a yearly fee is no monthly one, and the currency of the firm is the yuan. */
function speaksOf(field: RegisterField, column: string): boolean {
  const header = narrow(column);
  if (isAmount(field) && /美元|港币|港元|欧元|日元|USD|HKD|EUR|JPY|\$|€/i.test(header)) return false;
  return field !== 'monthlyFee' || !/年|季|次|year|annual|quarter/i.test(header);
}

function unitOf(column: string): AmountUnit {
  const header = narrow(column);
  if (/万/.test(header)) return 10_000;
  return /千/.test(header) ? 1000 : 1;
}

function isAmount(field: RegisterField): boolean {
  return (amountFields as readonly RegisterField[]).includes(field);
}

/** Whether at least half of the cells can be read as the field's type; three cells are needed to say no. */
function fits(field: RegisterField, cells: string[]): boolean {
  const record = recordFieldOf(field);
  if (!record || cells.length < 3) return true;
  const read = cells.filter(
    (cell) => readValue(record, cell) !== null || (field === 'paidThrough' && /\d{4}/.test(cell)),
  );
  return read.length * 2 >= cells.length;
}

let spelled: Map<string, RegisterField> | undefined;

/** The Chinese headers in pinyin and by initials, where they stand for one field only: `kehubianhao` and `khbh` are the number. */
function pinyinWords(): Map<string, RegisterField> {
  if (spelled) return spelled;
  const fields = new Map<string, Set<RegisterField>>();
  for (const field of registerFields) {
    for (const word of registerColumns[field].chinese) {
      for (const key of spellings(word)) {
        fields.set(key, (fields.get(key) ?? new Set()).add(field));
      }
    }
  }
  spelled = new Map(
    [...fields]
      .filter(([key, found]) => found.size === 1 && key.length > 2)
      .map(([key, found]) => [key, [...found][0]!]),
  );
  return spelled;
}

const names = /(公司|厂|店|社|行|部|中心|工作室|事务所|合伙企业(\(.+\))?|合作社|个体户|集团|诊所|学校)$/;

/** The fields that four fifths of the cells look like; a number is in every row, and no two are the same. */
function fieldsByContent(header: string, cells: string[], rows: number): RegisterField[] {
  const plain = cells.map((cell) => narrow(cell).replaceAll(/\s/g, ''));
  const most = (looks: (cell: string) => boolean) =>
    plain.length >= 3 && plain.filter(looks).length >= plain.length * 0.8;
  const different = new Set(plain).size;
  const fields: RegisterField[] = [];
  if (most((cell) => checkUscc(cell.toUpperCase()).valid)) fields.push('uscc');
  if (most((cell) => /^(\+?86-?)?1[3-9]\d{9}$/.test(cell))) fields.push('contactPhone');
  if (most((cell) => /^[^@]+@[^@]+\.\w+$/.test(cell))) fields.push('contactEmail');
  if (most((cell) => names.test(cell))) fields.push('name');
  if (most((cell) => /银行|信用社/.test(cell))) fields.push('bank');
  for (const field of ['taxpayerKind', 'state'] as const) {
    if (most((cell) => readValue(recordFieldOf(field)!, cell) !== null)) fields.push(field);
  }
  const identifies = plain.length === rows && different === rows;
  const called = /(编号|编码|代码|id|no|code)$/.test(header);
  if (identifies && most((cell) => (called ? /^[\w-]{1,12}$/ : /^[A-Za-z]{1,6}[-_]?\d{2,8}$/).test(cell)))
    fields.push('number');
  if (plain.length >= 10 && different * 5 <= plain.length && most((cell) => /^\p{Script=Han}{2,4}$/u.test(cell)))
    fields.push('owner');
  return fields;
}
