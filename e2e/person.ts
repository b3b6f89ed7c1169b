import type { Browser, BrowserContext, Page } from 'playwright-core';

/** How somebody signs in. */
export interface SignIn {
  email: string;
  password: string;
}

/** The look of a browser: its ground, and the width of a desk or of a phone. */
export interface Look {
  tone?: 'light' | 'dark';
  phone?: boolean;
}

const desk = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

/** A browser of its own on the server, with its own cookies; in Chinese, and of a person who asked for less motion. */
export async function openBrowser(browser: Browser, url: string, look: Look = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: url,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: look.phone ? phone : desk,
    colorScheme: look.tone ?? 'light',
    deviceScaleFactor: look.phone ? 2 : 1,
    hasTouch: look.phone ?? false,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(60_000);
  return context;
}

/** Signs in with e-mail and password as the page asks; ends on the page that comes then. */
export async function signIn(context: BrowserContext, { email, password }: SignIn): Promise<Page> {
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('邮箱').fill(email);
  await page.getByLabel(/^登录密码/).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL((at) => !at.pathname.startsWith('/sign-in'), { waitUntil: 'commit' });
  return page;
}

/** Waits until the page has what it asked for: nothing is loading, and the fonts are there. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  await page.getByRole('main').waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .skeleton') === null);
  await page.evaluate(() => document.fonts.ready);
}
