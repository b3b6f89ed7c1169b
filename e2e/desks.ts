import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from 'playwright-core';
import { type Look, openBrowser, signIn } from './person.ts';
import type { Stage } from './stage.ts';

/** The browsers of a story: one for each person who comes. */
export interface Desks {
  /** A browser of its own in which nobody has signed in yet. */
  open(look?: Look): Promise<BrowserContext>;
  /** Signs somebody in with a browser of their own; ends on the desk of the person. */
  of(who: { name: string; email: string; password: string }, look?: Look): Promise<Page>;
  /** Keeps what each browser shows and says what last went wrong in them, for whoever looks why a test failed. */
  photograph(): Promise<void>;
}

export function desksOn(stage: () => Stage): Desks {
  const contexts: BrowserContext[] = [];
  const troubles: string[] = [];
  const open = async (look?: Look) => {
    const context = await openBrowser(stage().browser, stage().url, look);
    const at = contexts.push(context);
    const note = (what: string) => troubles.push(`${new Date().toISOString()} browser ${at}: ${what}`);
    context.on('weberror', (trouble) => note(String(trouble.error())));
    context.on('requestfailed', (request) => note(`${request.url()} ${request.failure()?.errorText}`));
    return context;
  };
  return {
    open,
    async of(who, look) {
      const page = await signIn(await open(look), who);
      await page.getByRole('heading', { name: who.name }).waitFor();
      return page;
    },
    async photograph() {
      const folder = await mkdtemp(join(tmpdir(), 'baton-story-'));
      for (const [at, page] of contexts.flatMap((context) => context.pages()).entries())
        await page.screenshot({ path: join(folder, `${at + 1}.png`), fullPage: true });
      process.stdout.write(`what the browsers showed: ${folder}\n${troubles.slice(-20).join('\n')}\n`);
    },
  };
}

/** What the page says of what has just happened. */
export async function said(page: Page, text: string): Promise<void> {
  await page.getByRole('status').getByText(text).last().waitFor();
}

export async function unlock(page: Page, vaultPassword: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: '打开保险箱' });
  await dialog.getByLabel('保险箱密码').fill(vaultPassword);
  await dialog.getByRole('button', { name: /打开$/ }).click();
}

/** Signs in a dialog that asks for the vault password. */
export async function signWith(page: Page, vaultPassword: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: /^签署/ });
  await dialog.getByLabel('保险箱密码').fill(vaultPassword);
  await dialog.getByRole('button', { name: /签署$/ }).click();
}

/** Opens a heading of the check sheet. */
export async function group(page: Page, name: string): Promise<void> {
  const heading = page.getByRole('navigation', { name: '类别' }).getByRole('button', { name: new RegExp(`^${name}`) });
  await heading.click();
  await page.getByRole('table', { name: new RegExp(`^${name}.*的核对表$`) }).waitFor();
}

/** The page says that there is nothing here for this person, and who can help. */
export async function refused(page: Page): Promise<void> {
  await page
    .getByRole('alert')
    .getByText(/没有|无权/)
    .first()
    .waitFor();
}

/** What keeps people out who use the page by other means than sight and mouse: serious and critical findings of axe. */
export async function barriers(page: Page): Promise<string[]> {
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
