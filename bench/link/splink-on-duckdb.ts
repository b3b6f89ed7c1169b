import { DuckDBInstance } from '@duckdb/node-api';
import { places } from '#modules/reconciliation/engine/link/places.ts';
import { tellUsage } from './contender.ts';

/**
 * Contender: `node splink-on-duckdb.ts LEFT RIGHT OUT`, the same files. Splink's method as its users write it for DuckDB: columns made
 * by regular expressions, blocking rules one after the other without repeats, levels by Jaro-Winkler, u by random pairs, m by
 * expectation and maximisation, weights adjusted by the frequency of terms, the best left record for each right one.
 *
 * What it does not do: 繁 → 简 and pinyin, for which SQL has no function.
 */
const [left, right, out] = process.argv.slice(2) as [string, string, string];
const database = await DuckDBInstance.create(':memory:', {
  threads: '2',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  preserve_insertion_order: 'false',
});
const sql = await database.connect();

const cities = places
  .trim()
  .split('\n')
  .flatMap((line) => (line.startsWith(' ') ? (/^ +([^:-]+):/.exec(line)?.slice(1) ?? []) : [line]))
  .map((name) => name.replace(/(市|省|地区|盟|[^内]?(?:壮族|回族|维吾尔)?自治区|特别行政区)$/, ''))
  .map((name) => (name.endsWith('自治州') ? `${name}|${name.slice(0, 2)}` : name))
  .join('|');
const end = '(?:市|省|地区|盟|自治州|自治区|壮族自治区|回族自治区|维吾尔自治区)?';
const forms = '(?:集团)?(?:股份)?(?:有限责任公司|有限公司)|[(]个体工商户[)]|合伙企业[(]有限合伙[)]';

for (const [side, file] of [
  ['l', left],
  ['r', right],
]) {
  await sql.run(`create table raw_${side} as select row_number() over () - 1 as id, regexp_replace(translate(name, '（）', '()'), ' ', '', 'g') as name
    from read_csv('${file}', header = false, columns = {'name': 'varchar'}, delim = '\t', quote = '')`);
  await sql.run(`create table place_${side} as select id, name,
    regexp_extract(name, '^((?:${cities})${end}){0,2}', 0) as head, regexp_extract(name, '[(](${cities})${end}[)]', 1) as inner_city from raw_${side}`);
  await sql.run(`create table ${side} as with parts as (
    select id, regexp_extract(head, '(${cities})${end}$', 1) as head_city, inner_city, regexp_replace(substr(name, length(head) + 1), '[(](${cities})${end}[)]', '') as rest
    from place_${side}), cut as (
    select id, nullif(coalesce(nullif(head_city, ''), inner_city), '') as city, nullif(regexp_extract(rest, '^[^区县旗市]{1,6}(?:自治县|新区|区|县|旗|市)', 0), '') as district,
      nullif(regexp_extract(rest, '(${forms})', 0), '') as form, nullif(regexp_extract(rest, '([第一二三]*分公司|营业部)$', 0), '') as branch, rest from parts)
    select id, city, case when city is not null then district end as district, replace(form, '责任', '') as form, branch,
      regexp_replace(regexp_replace(case when city is not null and district is not null then substr(rest, length(district) + 1) else rest end, '(${forms})', ''), '([第一二三]*分公司|营业部)$', '') as stem
    from cut`);
}

const rules = [
  'l.stem = r.stem',
  'l.city = r.city and left(l.stem, 2) = left(r.stem, 2)',
  'left(l.stem, 3) = left(r.stem, 3) and right(l.stem, 2) = right(r.stem, 2)',
  'l.city = r.city and substr(l.stem, 2, 3) = substr(r.stem, 2, 3)',
  'l.city = r.city and left(l.stem, 1) = left(r.stem, 1) and substr(l.stem, 3, 3) = substr(r.stem, 3, 3)',
];
const levels = {
  stem: `case when l.stem = r.stem then 4 when jaro_winkler_similarity(l.stem, r.stem) >= 0.95 then 3
    when jaro_winkler_similarity(l.stem, r.stem) >= 0.88 then 2 when jaro_winkler_similarity(l.stem, r.stem) >= 0.7 then 1 else 0 end`,
  city: 'case when l.city is null or r.city is null then -1 when l.city = r.city then 1 else 0 end',
  district: 'case when l.district is null or r.district is null then -1 when l.district = r.district then 1 else 0 end',
  form: 'case when l.form is null or r.form is null then -1 when l.form = r.form then 1 else 0 end',
  branch: "case when coalesce(l.branch, '') = coalesce(r.branch, '') then 1 else 0 end",
};
type Column = keyof typeof levels;
const columns = Object.keys(levels) as Column[];
const gammas = columns.map((column) => `${levels[column]} as ${column}`).join(', ');
for (const column of ['stem', 'city'] as const) {
  await sql.run(
    `create table tf_${column} as select ${column}, count(*) / sum(count(*)) over () as tf from l where ${column} is not null group by ${column}`,
  );
}

for (const [at, rule] of rules.entries()) {
  const before = rules.slice(0, at).map((earlier) => ` and not coalesce((${earlier}), false)`);
  const select = `select l.id as l, r.id as r, case when l.stem = r.stem then l.stem end as same_stem, l.city as l_city, ${gammas} from l join r on ${rule}${before.join('')}`;
  await sql.run(at === 0 ? `create table pairs as ${select}` : `insert into pairs ${select}`);
}

const patternsOf = async (from: string) =>
  (
    await sql.runAndReadAll(`select ${columns.join(', ')}, count(*)::double as n from ${from} group by all`)
  ).getRowObjects() as unknown as (Record<Column, number> & { n: number })[];
const random = await patternsOf(
  `(select ${gammas} from (select * from l using sample reservoir(1500 rows) repeatable (1)) l cross join (select * from r using sample reservoir(1500 rows) repeatable (2)) r)`,
);
const blocked = await patternsOf('pairs');

type Shares = Record<Column, Map<number, number>>;
const shares = (patterns: typeof blocked, weight: (pattern: (typeof blocked)[number]) => number): Shares =>
  Object.fromEntries(
    columns.map((column) => {
      const sums = new Map<number, number>();
      let all = 0;
      for (const pattern of patterns) {
        if (pattern[column] < 0) continue;
        const n = pattern.n * weight(pattern);
        sums.set(pattern[column], (sums.get(pattern[column]) ?? 0) + n);
        all += n;
      }
      return [column, new Map([0, 1, 2, 3, 4].map((level) => [level, ((sums.get(level) ?? 0) + 1e-6) / (all + 1e-6)]))];
    }),
  ) as Shares;
const u = shares(random, () => 1);
let m = shares(blocked, (pattern) => (pattern.stem >= 3 && pattern.city !== 0 ? 1 : 0.05));
let prior = 0.3;
const likelihood = (by: Shares, pattern: Record<Column, number>) =>
  columns.reduce((product, column) => (pattern[column] < 0 ? product : product * by[column].get(pattern[column])!), 1);
for (let step = 0; step < 25; step += 1) {
  const chance = (pattern: Record<Column, number>) => {
    const [match, other] = [prior * likelihood(m, pattern), (1 - prior) * likelihood(u, pattern)];
    return match / (match + other);
  };
  const total = blocked.reduce((sum, { n }) => sum + n, 0);
  const next = shares(blocked, chance);
  prior = Math.min(0.99, blocked.reduce((sum, pattern) => sum + pattern.n * chance(pattern), 0) / total);
  m = next;
}

const [rows] = (await sql.runAndReadAll('select count(*)::double as n from l')).getRowObjects() as { n: number }[];
const cases = columns.map((column) => {
  const arms = [0, 1, 2, 3, 4].map(
    (level) => `when ${level} then ${Math.log2(m[column].get(level)! / u[column].get(level)!)}`,
  );
  return `case pairs.${column} ${arms.join(' ')} else 0 end`;
});
const adjusted = `${cases.join(' + ')} + case when same_stem is not null then log2(${u.stem.get(4)} / s.tf) else 0 end + case when pairs.city = 1 then log2(${u.city.get(1)} / c.tf) else 0 end`;
await sql.run(`copy (
  select l, r, 1 / (1 + pow(2, -weight)) as probability from (
    select l, r, ${Math.log2(0.75 / rows!.n)} + ${adjusted} as weight from pairs left join tf_stem s on s.stem = same_stem left join tf_city c on c.city = l_city)
  qualify row_number() over (partition by r order by weight desc, l) = 1) to '${out}' (header false)`);
tellUsage();
