import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../widget/define.ts';
import { launch, type Site, startSite } from './chromium.ts';
import { startFeed, type TestFeed } from './feed.ts';

/** Long enough for the look to be painted before it has figures, and the page before it has the script. */
const LATE_MS = 400;
const TEXT = '<p>What the central banks of the region set for today.</p>'.repeat(8);

let browser: Browser;
let site: Site;
let feed: TestFeed;

beforeAll(async () => {
  [browser, site, feed] = await Promise.all([launch(), startSite(), startFeed()]);
  feed.lateMs = LATE_MS;
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([site?.close(), feed?.close()]);
});

/** Sums the layout shifts from the start, and separately those after the frame in which a ticker was inserted. */
function watchShifts(): void {
  const sum = { all: 0, after: 0, arrivedAt: Number.POSITIVE_INFINITY };
  Object.defineProperty(window, '__shift', { value: sum });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const value = Reflect.get(entry, 'value') as number;
      sum.all += value;
      if (entry.startTime > sum.arrivedAt) sum.after += value;
    }
  }).observe({ type: 'layout-shift', buffered: true });
  const look = () => {
    if (!document.querySelector('currency-ticker')?.shadowRoot?.hasChildNodes())
      return void requestAnimationFrame(look);
    // This callback runs before the frame that paints the ticker, and the next one after it. The time that a callback is
    // given is the start of its frame: on a busy machine it is earlier than the end of the paint before.
    requestAnimationFrame(() => {
      sum.arrivedAt = performance.now();
    });
  };
  requestAnimationFrame(look);
}

async function measure(body: string, head: string, width: number): Promise<{ all: number; after: number }> {
  const context = await browser.newContext({ viewport: { width, height: 700 } });
  const page: Page = await context.newPage();
  await page.addInitScript(watchShifts);
  await page.goto(site.put(`/shift-${Math.random()}`, { head, body }));
  if (!body.includes('<script')) {
    await page.waitForTimeout(LATE_MS);
    await page.addScriptTag({ url: `${feed.origin}/widget.js` });
  }
  await page.locator('currency-ticker .item .price').first().waitFor();
  await page.waitForFunction(() => document.querySelector('currency-ticker')?.state === 'live');
  await page.waitForTimeout(500);
  const sum = await page.evaluate(() => Reflect.get(window, '__shift') as { all: number; after: number });
  await context.close();
  return sum;
}

const CASES = ['strip', 'compact', 'cards', 'list'].flatMap((look) =>
  [360, 1_280].map((width) => [look, width] as const),
);

describe.concurrent('the layout under a ticker', () => {
  it.each(CASES)(
    'shifts by less than 0.01 after the insertion of a %s tag without content, at %i px',
    async (look, width) => {
      const tag = `<script async src="${feed.origin}/widget.js" data-look="${look}"></script>`;
      const { after } = await measure(`<h1>News</h1>${tag}${TEXT}`, '', width);
      expect(after).toBeLessThan(0.01);
    },
  );

  it.each(CASES)(
    'shifts by less than 0.01 after the script of a %s element without content has loaded, at %i px',
    async (look, width) => {
      const element = `<currency-ticker look="${look}" src="${feed.origin}"></currency-ticker>`;
      const { after } = await measure(`<h1>News</h1>${element}${TEXT}`, '', width);
      expect(after).toBeLessThan(0.01);
    },
  );
});
