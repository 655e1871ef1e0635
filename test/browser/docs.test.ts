import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServiceChild, startChild } from '../support/service/child.ts';
import { launch } from './chromium.ts';

let browser: Browser;
let service: ServiceChild;
beforeAll(async () => {
  [browser, service] = await Promise.all([launch(), startChild({ RATE_LIMIT: '0' })]);
});
afterAll(async () => {
  await browser?.close();
  await service?.end();
});

async function open(context: BrowserContextOptions = {}): Promise<{ page: Page; noise: string[] }> {
  const page = await (await browser.newContext(context)).newPage();
  const noise: string[] = [];
  page.setDefaultTimeout(5_000);
  page.on('console', (it) => noise.push(it.text()));
  page.on('pageerror', (it) => noise.push(String(it)));
  page.on('request', (it) => {
    if (!it.url().startsWith(service.origin) && !it.url().startsWith('data:')) noise.push(it.url());
  });
  await page.goto(`${service.origin}/docs`);
  return { page, noise };
}

describe('the documentation', () => {
  it('does not scroll sideways at 320 pixels, with all its code open', async () => {
    const { page } = await open({ viewport: { width: 320, height: 640 } });
    await page.evaluate(() => {
      for (const it of document.querySelectorAll('details')) {
        it.removeAttribute('name');
        it.open = true;
      }
    });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await page.context().close();
  });

  it.each([
    ['light', 320],
    ['dark', 1280],
  ] as const)('leaves axe nothing to find: %s at %i', async (colorScheme, width) => {
    const { page } = await open({ colorScheme, viewport: { width, height: 720 }, bypassCSP: true });
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const { violations } = await (Reflect.get(window, 'axe') as typeof axe).run(document);
      return violations.map((it) => `${it.id}: ${it.nodes[0]?.html}`);
    });
    expect(found).toEqual([]);
    await page.context().close();
  });

  it('copies a request unchanged, violates no policy and sends no request to a third party', async () => {
    const { page, noise } = await open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: service.origin });
    const box = page.locator('#getRates .copyable').first();
    await box.getByRole('button').click();
    await box.getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      `curl -s '${service.origin}/rates?codes=KGS'`,
    );
    expect(noise).toEqual([]);
    await page.context().close();
  });

  it('has an index that works with keys, and can be read without scripts', async () => {
    const { page } = await open({ javaScriptEnabled: false, viewport: { width: 1280, height: 720 } });
    await page.getByRole('navigation').getByRole('link', { name: '/convert', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.locator('article:target').waitFor();
    expect(new URL(page.url()).hash).toMatch(/^#\w+/);
    await page.locator('article:target summary', { hasText: 'Python' }).click();
    await page.locator('article:target').getByText('urllib.request.urlopen').waitFor();
    expect(await page.locator('.copyable button:visible').count()).toBe(0);
    await page.context().close();
  });
});
