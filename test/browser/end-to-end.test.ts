import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SEED_FIGURES } from '../../src/sources/registry.ts';
import type {} from '../../widget/define.ts';
import { type ServiceChild, startChild } from '../support/service/child.ts';
import { launch, type Site, startSite } from './chromium.ts';
import { watchBelt } from './watch.ts';

let browser: Browser;
let site: Site;
let service: ServiceChild;
let folder: string;

async function saveSeed(som: string): Promise<void> {
  const rates = SEED_FIGURES.map((rate) => (rate.code === 'KGS' ? { ...rate, value: som } : rate));
  await writeFile(join(folder, 'next.json'), JSON.stringify({ rates }));
  await rename(join(folder, 'next.json'), join(folder, 'seed.json'));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ticker-'));
  await saveSeed('87.4500');
  [browser, site, service] = await Promise.all([
    launch(),
    startSite(),
    startChild({ SEED_FILE: join(folder, 'seed.json') }),
  ]);
});

afterAll(async () => {
  await browser?.close();
  await Promise.all([site?.close(), service?.end(), rm(folder, { recursive: true })]);
});

/** A foreign page with nothing but the tag. */
async function openTagged(): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(site.put('/', { body: `<script async src="${service.origin}/widget.js"></script>` }));
  await page.locator('currency-ticker .item .price').first().waitFor();
  return page;
}

const textOf = (page: Page) => page.locator('currency-ticker ul:not([aria-hidden])').innerText();
const offsetOf = (page: Page) =>
  page.evaluate(() => {
    const list = document.querySelector('currency-ticker')?.shadowRoot?.querySelector('ul');
    return list?.getBoundingClientRect().left ?? Number.NaN;
  });

describe('one script tag on a foreign page', () => {
  it('shows the five rates, and they move', async () => {
    const page = await openTagged();
    const text = await textOf(page);
    for (const part of [
      'KGS',
      '0.011435',
      'KZT',
      '0.0021049',
      'TJS',
      '0.10710',
      'UZS',
      '0.000082306',
      'TMT',
    ]) {
      expect(text).toContain(part);
    }
    const before = await offsetOf(page);
    await expect.poll(() => offsetOf(page), { timeout: 10_000 }).not.toBe(before);
    await page.close();
  });

  it('shows a saved edit of the figures within a second', async () => {
    const page = await openTagged();
    await page.waitForFunction(() => document.querySelector('currency-ticker')?.state === 'live');
    await saveSeed('80.0000');
    const saved = Date.now();
    await page.getByText('0.012500').first().waitFor();
    expect(Date.now() - saved).toBeLessThan(1_000);
    await saveSeed('87.4500');
    await page.getByText('0.011435').first().waitFor();
    await page.close();
  });

  it('has neither gap nor jump over a minute in which the service is killed and started again', async () => {
    const page = await openTagged();
    const watched = watchBelt(page, 60_000);
    const { port } = service;
    await service.end('SIGKILL');
    await page.waitForFunction(() => document.querySelector('currency-ticker')?.state === 'offline');
    expect(await textOf(page)).toContain('0.011435');
    await saveSeed('70.0000');
    service = await startChild({ SEED_FILE: join(folder, 'seed.json'), PORT: String(port) });
    await page.getByText('0.014286').first().waitFor({ timeout: 90_000 });
    await page.waitForFunction(() => document.querySelector('currency-ticker')?.state === 'live', null, {
      timeout: 60_000,
    });
    const seen = await watched;
    expect(seen.frames).toBeGreaterThan(600);
    expect(seen.gap).toBeLessThanOrEqual(0.5);
    expect(seen.jump).toBeLessThanOrEqual(0.5);
    expect(seen.uncovered).toBeLessThanOrEqual(0);
    expect(Math.abs(seen.speed / 60 - 1)).toBeLessThanOrEqual(0.01);
    await page.close();
  });
});
