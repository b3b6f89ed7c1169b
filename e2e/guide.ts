import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { launchBrowser } from '#testing/browser.ts';
import { startServerProcess } from '#testing/trial/server-process.ts';
import { type DemoSignIn, type GuidePage, guidePages } from './guide-pages.ts';
import { type Look, openBrowser, settled, signIn } from './person.ts';

/**
 * `npm run guide`: a picture of every screen for docs/guide, from a demo firm made for it: light and dark, and at the width
 * of a phone where work is done on one.
 */
const folder = join(import.meta.dirname, '..', 'docs', 'guide');
const looks: { suffix: string; look: Look }[] = [
  { suffix: 'light', look: { tone: 'light' } },
  { suffix: 'dark', look: { tone: 'dark' } },
  { suffix: 'phone', look: { phone: true } },
];

const dataFolder = await mkdtemp(join(tmpdir(), 'baton-guide-'));
await chmod(dataFolder, 0o711);
const server = await startServerProcess(dataFolder, { empty: false });
const browser = await launchBrowser();
try {
  const people = JSON.parse(await readFile(join(dataFolder, 'demo-people.json'), 'utf8')) as DemoSignIn[];
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  let pages: GuidePage[] = [];
  for (const { suffix, look } of looks) {
    const open = doors(browser, server.url, people, look);
    pages = await guidePages(server.url, open);
    for (const page of pages)
      if (!look.phone || page.phone) await take(page, await open(page.who), join(folder, `${page.name}-${suffix}.png`));
  }
  await writeFile(join(folder, 'README.md'), contents(pages));
  process.stdout.write(`${pages.length} screens in ${folder}\n`);
} finally {
  await browser.close();
  await server.stop();
  await rm(dataFolder, { recursive: true, force: true });
}

/** One page for each person, signed in once; null is somebody who is not. */
function doors(of: Browser, url: string, people: DemoSignIn[], look: Look): (who: string | null) => Promise<Page> {
  const pages = new Map<string | null, Promise<Page>>();
  const enter = async (who: string | null) => {
    const context = await openBrowser(of, url, look);
    await context.clock.setFixedTime(morning());
    return who === null
      ? context.newPage()
      : signIn(
          context,
          people.find(({ name }) => name === who)!,
        );
  };
  return (who) => {
    if (!pages.has(who)) pages.set(who, enter(who));
    return pages.get(who)!;
  };
}

/** Everybody is greeted with good morning, whenever the pictures are made. */
function morning(): Date {
  return new Date(`${localDateOf(new Date())}T09:12:00+08:00`);
}

async function take({ path, first }: GuidePage, page: Page, file: string): Promise<void> {
  await page.goto(path);
  await settled(page);
  await first?.(page);
  await settled(page);
  await page.mouse.move(0, 0);
  await page.screenshot({ path: file, animations: 'disabled' });
}

function contents(pages: GuidePage[]): string {
  const shown = pages.map(({ name, caption, phone }) => {
    const pictures = [
      `<img src="${name}-light.png" width="49%" alt="">`,
      `<img src="${name}-dark.png" width="49%" alt="">`,
    ];
    const small = phone ? `\n\n<img src="${name}-phone.png" width="24%" alt="">` : '';
    return `## ${name.slice(0, 2)} ${caption}\n\n${pictures.join(' ')}${small}\n`;
  });
  return `# 看一遍接力\n\n每一页都来自演示公司,数据均为虚构。由 \`npm run guide\` 生成,浅色、深色,手机上要做的也有手机宽度。\n\n${shown.join('\n')}`;
}
