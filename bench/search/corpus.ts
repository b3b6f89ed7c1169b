import { createHash } from 'node:crypto';
import { gramHash, gramsOf, keptText, pieceOf, tokenOf } from '#modules/document/content/grams.ts';
import { bytesArray, uuidArray } from '#platform/database/arrays.ts';
import { createDataKey, sealFields } from '#platform/envelope/data-key.ts';
import { createFileKey, wrapFileKey } from '#platform/envelope/file-key.ts';
import { deriveHashKey } from '#platform/envelope/keyed-hash.ts';
import { newId } from '#platform/kernel/id.ts';
import { companyWords } from '#server/demo/demo-words.ts';
import { type Seeded, seeded } from '#server/demo/seeded.ts';
import type { BenchFirm } from '../firm.ts';

/** What was put in, and pieces of it by their length: of the accountant's files, and of all others. */
export interface Corpus {
  characters: number;
  /** SHA-256 over all words in their order: the same at every run. */
  hash: string;
  indexMegabytes: number;
  pieces: Record<'mine' | 'others', Record<number, string[]>>;
}

const characters =
  '的一是不了在有人这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市';
const terms =
  '银行回单 付款人 收款人 代理记账 服务费 增值税 专用发票 价税合计 纳税人识别号 开户银行 支付申请 合同编号 记账凭证 会计科目 应收账款 应付职工薪酬 固定资产 累计折旧 主营业务收入 管理费用 汇算清缴 社会保险 住房公积金 个人所得税 往来对账 押金 租赁期限 甲方 乙方 补充协议 违约责任 交接清单'.split(
    ' ',
  );

/** Fills the firm with documents in bulk, each sealed and hashed as the product does it; the blocks of their contents are left out. */
export async function fillCorpus(
  { ground, firm, owner, ids }: BenchFirm,
  { clients, perClient, mine }: { clients: number; perClient: number; mine: number },
): Promise<Corpus> {
  const chance = seeded(clients * perClient);
  const words = createHash('sha256');
  const hashKey = deriveHashKey(ground.keys, firm);
  const hashes = new Map<string, Buffer>();
  const pieces: Corpus['pieces'] = { mine: { 2: [], 3: [], 5: [] }, others: { 2: [], 3: [], 5: [] } };
  let total = 0;
  let stored = Promise.resolve();
  await owner.query(`drop index file_text_grams; set maintenance_work_mem = '512MB'`);
  for (let at = 0; at < clients; at += 1) {
    const client = newId<'client'>();
    const whose = at < mine ? 'mine' : 'others';
    const person = whose === 'mine' ? ids.accountant : ids.everybodyElse;
    const tokens = new Map<string, number>();
    const token = (gram: string) => {
      const known = tokens.get(gram);
      if (known !== undefined) return known;
      const hash = hashes.get(gram) ?? gramHash(hashKey, gram);
      hashes.set(gram, hash);
      const made = tokenOf(hash, client);
      tokens.set(gram, made);
      return made;
    };
    const { dataKey, wrapped } = createDataKey(ground.keys, { firm, client });
    const year = newId<'file-year-key'>();
    const yearKey = createDataKey(ground.keys, { firm, client: year });
    const rows = Array.from({ length: perClient }, () => {
      const text = keptText(textOf(chance));
      words.update(text);
      total += text.length;
      const piece = pieceOf(text);
      for (const length of [2, 3, 5]) {
        if (pieces[whose][length]!.length < 400 && chance.percent(20)) {
          const from = chance.between(0, [...piece].length - length);
          const taken = [...piece].slice(from, from + length).join('');
          if (/^\p{Script=Han}+$/u.test(taken)) pieces[whose][length]!.push(taken);
        }
      }
      const file = newId<'stored-file'>();
      const key = createFileKey(file);
      const id = newId<'document'>();
      return {
        file,
        id,
        wrapped: wrapFileKey(yearKey.dataKey, key),
        name: sealFields(dataKey, { table: 'document', row: id }, { name: '回单.pdf', folder: '' }),
        words: sealFields(key, { table: 'file_text', row: file }, text),
        grams: gramsOf(piece).map(token),
      };
    });
    // While PostgreSQL stores one client, the next is made.
    await stored;
    stored = store();
    async function store(): Promise<void> {
      await owner.query(
        `with made as (insert into client (firm_id, id, number, name, owner_id) values ($1, $2, $3, $4, $5)),
       keyed as (insert into client_data_key (firm_id, client_id, wrapped) values ($1, $2, $6))
       insert into file_year_key (firm_id, id, client_id, year, wrapped) values ($1, $7, $2, 2026, $8)`,
        [
          firm,
          client,
          `K${String(at).padStart(6, '0')}`,
          chance.pick(companyWords),
          person,
          wrapped,
          year,
          yearKey.wrapped,
        ],
      );
      const files = uuidArray(rows.map(({ file }) => file));
      await owner.query(
        `insert into stored_file (firm_id, id, client_id, address, size, sha256) select $1, f, $2, f::text, 1, repeat('0', 64) from unnest($3::uuid[]) f`,
        [firm, client, files],
      );
      await owner.query(
        `insert into file_key (firm_id, stored_file_id, year_key_id, wrapped) select $1, t.f, $2, t.w from unnest($3::uuid[], $4::bytea[]) t (f, w)`,
        [firm, year, files, bytesArray(rows.map((row) => row.wrapped))],
      );
      await owner.query(
        `insert into document (firm_id, id, client_id, name, media_type, size, sha256, stored_file_id, added_by)
       select $1, t.id, $2, t.name, 'application/pdf', 1, repeat('0', 64), t.file, $3 from unnest($4::uuid[], $5::bytea[], $6::uuid[]) t (id, name, file)`,
        [firm, client, person, uuidArray(rows.map(({ id }) => id)), bytesArray(rows.map(({ name }) => name)), files],
      );
      await owner.query(
        `insert into file_text (firm_id, stored_file_id, client_id, state, tries, begun_at, words, grams)
       select $1, t.file, $2, 'read', 1, now(), t.words, t.grams::integer[] from unnest($3::uuid[], $4::bytea[], $5::text[]) t (file, words, grams)`,
        [firm, client, files, bytesArray(rows.map((row) => row.words)), rows.map(({ grams }) => `{${grams.join()}}`)],
      );
    }
  }
  await stored;
  await owner.query('create index file_text_grams on file_text using gin (grams) with (fastupdate = false)');
  await owner.query('vacuum (analyze)');
  const { rows: sizes } = await owner.query<{ size: string }>(`select pg_relation_size('file_text_grams') as size`);
  return {
    characters: total,
    hash: words.digest('hex').slice(0, 16),
    indexMegabytes: Math.round(Number(sizes[0]!.size) / 2 ** 20),
    pieces,
  };
}

/** A receipt of some lines; one paper in five is a contract of some pages. Frequent characters stand first, as in any language. */
function textOf(chance: Seeded): string {
  const lines = chance.percent(20) ? chance.between(20, 60) : chance.between(4, 12);
  const all = [...characters];
  const character = () => all[Math.floor((chance.between(0, 9999) / 10_000) ** 2 * all.length)]!;
  return Array.from({ length: lines }, () => {
    const run = Array.from({ length: chance.between(6, 24) }, character).join('');
    return `${chance.pick(terms)}${run}${chance.pick(companyWords)}${chance.between(10, 99999)}.00`;
  }).join('\n');
}
