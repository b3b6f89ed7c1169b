import { readFileSync, writeFileSync } from 'node:fs';
import { link } from '#modules/reconciliation/engine/link/link.ts';
import { tellUsage } from './contender.ts';

/** Contender: `node baton-linker.ts LEFT RIGHT OUT`. Files of one name a line; out come `left,right,probability` by row from 0. */
const [left, right, out] = process.argv.slice(2) as [string, string, string];
const names = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n');
const links = await link({ name: names(left) }, { name: names(right) }, { workers: 2 });
const lines: string[] = [];
for (let at = 0; at < links.length; at += 1) {
  lines.push(`${links.left[at]},${links.right[at]},${links.probability[at]!.toFixed(4)}`);
}
writeFileSync(out, `${lines.join('\n')}\n`);
tellUsage();
