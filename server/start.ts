import { join } from 'node:path';
import { ConfigError, readConfig } from '#platform/config/config.ts';
import { createLog } from '#platform/log/log.ts';
import { type RunningHouse, startHouse } from './house.ts';

/**
 * `npm start`: everything on one machine. Starts PostgreSQL when no other is named, migrates, builds the pages when they
 * changed, and on the first run makes the demo firm (`--empty`: none, the browser asks for the firm instead).
 */
const empty = process.argv.includes('--empty');
const said = (text: string) => process.stdout.write(`${text}\n`);

let house: RunningHouse | undefined;
let leaving = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void leave());

try {
  const config = readConfig(process.env);
  const log = createLog(process.env.LOG_LEVEL ? config.logLevel : 'warn');
  house = await startHouse({
    config,
    log,
    demo: !empty,
    pages: join(import.meta.dirname, '..', 'dist', 'web'),
    say: said,
  });
  said(`\n  接力 Baton  ${house.address}\n`);
  if (house.demoPeople.length > 0) {
    said('  演示公司的登录(示例数据,均为虚构)· people of the demo firm:');
    for (const { name, title, email, password } of house.demoPeople)
      said(`    ${name}  ${title}  ${email}  ${password}`);
    said(`    保险箱密码 vault password of all: ${house.demoPeople[0]!.vaultPassword}\n`);
  } else if (!house.founded) {
    said(`  还没有登记公司:请在浏览器中打开以上地址 · no firm yet: open the address to found it\n`);
  }
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : (error as Error).stack}\n`);
  process.exit(1);
}

/** Ends what was started, in order; in the middle of starting, the exit itself stops the database. */
async function leave(): Promise<void> {
  if (leaving) return;
  leaving = true;
  await house?.stop();
  process.exit(0);
}
