import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, type Site, startSite } from '../chromium.ts';
import { startFeed, type TestFeed } from '../feed.ts';
import { STRANGERS } from './list.ts';
import { type Measured, measureLooks } from './measure.ts';
import { LOOKS } from './stranger.ts';
import { type Finding, openStranger, visit } from './visit.ts';

/** Long enough to measure a look before it has figures. */
const RATES_LATE_MS = 300;

let browser: Browser;
let site: Site;
let feed: TestFeed;
let bench: Page;
let usual: Measured[];
const results = new Map<string, Finding[]>();

beforeAll(async () => {
  [browser, site, feed] = await Promise.all([launch(), startSite(), startFeed()]);
  feed.lateMs = RATES_LATE_MS;
  bench = await browser.newPage();
  const [plain] = STRANGERS;
  if (!plain) throw new Error('no strangers');
  const { page } = await openStranger({ browser, site, origin: feed.origin, bench }, plain);
  usual = await page.evaluate(measureLooks);
  await page.close();
});

afterAll(async () => {
  const head = ''.padEnd(36) + LOOKS.map((it) => it.padEnd(10)).join('');
  const lines = [...results].map(([name, findings]) => {
    const cells = LOOKS.map((look) => findings.filter((it) => it.look === look || it.look === 'page').length);
    return name.padEnd(36) + cells.map((it) => (it ? String(it) : 'ok').padEnd(10)).join('');
  });
  console.log([head, ...lines].join('\n'));
  await browser?.close();
  await Promise.all([site?.close(), feed?.close()]);
});

describe.concurrent('a foreign page', () => {
  it('is one of at least 24', () => expect(STRANGERS.length).toBeGreaterThanOrEqual(24));

  it.each(STRANGERS)('$name: the looks do not grow, leak, overflow or fade', async (stranger) => {
    const findings = await visit({ browser, site, origin: feed.origin, bench }, stranger, usual);
    results.set(stranger.name, findings);
    expect(findings.map(({ look, what }) => `${look}: ${what}`)).toEqual([]);
  });
});
