import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';

const server = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end('<!doctype html><html lang="zh-CN"><b>接</b> <b>册</b> <b style="font-family: serif">接</b></html>');
});
let browser: Browser;
let address: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://localhost:${(server.address() as AddressInfo).port}/`;
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  server.close();
});

test('the browser draws Chinese characters, each with its own strokes, in sans and in serif', async () => {
  const page = await browser.newPage();
  await page.goto(address);
  const pictures = await Promise.all((await page.locator('b').all()).map((glyph) => glyph.screenshot()));
  expect(new Set(pictures.map((picture) => picture.toString('base64'))).size).toBe(3);
  await page.close();
});

test('the browser makes keys on localhost, where WebCrypto is allowed', async () => {
  const page = await browser.newPage();
  await page.goto(address);
  const made = await page.evaluate(async () => {
    const pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
    return pair.publicKey.algorithm.name;
  });
  expect(made).toBe('Ed25519');
  await page.close();
});

test('the browser reaches no address outside this machine', async () => {
  const page = await browser.newPage();
  await expect(page.goto('http://example.com/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED');
  await page.close();
});
