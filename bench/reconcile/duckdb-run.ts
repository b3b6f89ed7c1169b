import { DuckDBInstance } from '@duckdb/node-api';

/**
 * One job for DuckDB in a process of its own: `read LEFT RIGHT` reads both files, `compare` and `normalise` write every difference as a
 * line of JSON. Two threads, no extension fetched.
 */
const [job, left, right, out] = process.argv.slice(2) as ['read' | 'compare' | 'normalise', string, string, string];
const instance = await DuckDBInstance.create(':memory:', {
  threads: '2',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
});
const connection = await instance.connect();
const file = (path: string) => `read_csv('${path}', header = true, all_varchar = true)`;

if (job === 'read') {
  for (const [name, path] of [
    ['l', left],
    ['r', right],
  ] as const)
    await connection.run(`create table ${name} as select * from ${file(path)}`);
} else {
  const described = await connection.runAndReadAll(`describe select * from ${file(left)}`);
  const columns = described.getRows().map(([name]) => String(name));
  const key = columns[0]!;
  const rest = columns.slice(1);
  const plain = (side: string, column: string) => `${side}."${column}"`;
  const normalised = (side: string, column: string) => {
    const cell = plain(side, column);
    if (/余额|服务费/.test(column)) return `try_cast(replace(trim(${cell}), ',', '') as decimal(18, 2))`;
    if (column.endsWith('日'))
      return `coalesce(try_strptime(trim(${cell}), '%Y-%m-%d'), try_strptime(trim(${cell}), '%Y/%m/%d'))`;
    return `trim(${cell})`;
  };
  const value = job === 'compare' ? plain : normalised;
  const differs = rest.map((column) => `${value('l', column)} is distinct from ${value('r', column)}`);
  const [sideKey, otherKey] = [value('l', key), value('r', key)];
  await connection.run(`
    create table d as
    select l."${key}" as lk, r."${key}" as rk,
      ${rest.map((column, at) => `l."${column}" as l${at}, r."${column}" as r${at}, ${differs[at]} as d${at}`).join(', ')}
    from ${file(left)} l full join ${file(right)} r on ${sideKey} = ${otherKey}
    where ${sideKey} is null or ${otherKey} is null or ${differs.join(' or ')}`);
  const parts = [
    `select 'removed' as kind, lk as key, null as "column", null as "left", null as "right" from d where rk is null`,
    `select 'added', rk, null, null, null from d where lk is null`,
    ...rest.map(
      (column, at) =>
        `select 'changed', lk, '${column}', l${at}, r${at} from d where lk is not null and rk is not null and d${at}`,
    ),
  ];
  await connection.run(`copy (${parts.join(' union all ')}) to '${out}' (format csv, header false)`);
}
connection.closeSync();
instance.closeSync();
