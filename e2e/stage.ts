import { createServer as createProbe } from 'node:net';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { buildPages } from '#server/pages.ts';
import { createServer } from '#server/server.ts';
import { launchBrowser } from '#testing/browser.ts';
import { type House, openHouse } from '#testing/house.ts';

/** The built pages, as a server of the product serves them. */
export const builtPages = join(import.meta.dirname, '..', 'dist', 'web');

/** A house with its pages at an address of this machine, and a browser that reaches nothing else. */
export interface Stage {
  house: House;
  url: string;
  browser: Browser;
  close(): Promise<void>;
}

/** Builds the pages where they are out of date, opens a house, and serves both; the caller closes it. */
export async function openStage(): Promise<Stage> {
  await buildPages(builtPages, () => {});
  const { house, close } = await openHouse();
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const server = await createServer({ ground: house.ground, publicUrl: url, pages: builtPages });
  await server.listen({ host: 'localhost', port });
  const browser = await launchBrowser();
  return {
    house,
    url,
    browser,
    close: async () => {
      await browser.close();
      await server.close();
      await close();
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, refuse) => {
    const probe = createProbe();
    probe.once('error', refuse);
    probe.listen(0, 'localhost', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
