import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../widget/define.ts';
import { launch, type Site, startSite } from './chromium.ts';
import { startFeed, type TestFeed } from './feed.ts';

const ROUNDS = 10;
const AT_ONCE = 20;

let browser: Browser;
let site: Site;
let feed: TestFeed;

beforeAll(async () => {
  [browser, site, feed] = await Promise.all([launch(), startSite(), startFeed()]);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([site?.close(), feed?.close()]);
});

/** Counts the timers, intervals and frames that a page has started and that have not ended. */
function countTimers(): void {
  const pending = new Set<unknown>();
  Object.defineProperty(window, '__pending', { value: pending });
  const { setTimeout: setLater, clearTimeout: clearLater, requestAnimationFrame: ask } = window;
  const later = (run: (...all: unknown[]) => void, ms?: number, ...all: unknown[]) => {
    const id = setLater(() => {
      pending.delete(id);
      run(...all);
    }, ms);
    pending.add(id);
    return id;
  };
  const clear = (id?: number) => {
    pending.delete(id);
    clearLater(id);
  };
  const frame = (run: FrameRequestCallback) => {
    const key = {};
    pending.add(key);
    return ask((time) => {
      pending.delete(key);
      run(time);
    });
  };
  const own = { setTimeout: later, clearTimeout: clear, requestAnimationFrame: frame };
  Object.assign(window, own);
}

/** In each round, mounts tickers of all looks, hovers over each, and removes them. */
function mountAndUnmount(page: Page, rounds: number): Promise<void> {
  return page.evaluate(
    async ([count, atOnce, src]) => {
      for (let round = 0; round < count; round += 1) {
        const all = Array.from({ length: atOnce }, (_, at) => {
          const ticker = document.createElement('currency-ticker');
          ticker.setAttribute('src', src);
          ticker.setAttribute('look', ['strip', 'compact', 'cards', 'list'][at % 4] ?? '');
          return ticker;
        });
        document.body.append(...all);
        const isShown = () => all.every((it) => it.shadowRoot?.querySelector('.item .price')?.textContent);
        while (!isShown()) await new Promise((resolve) => setTimeout(resolve, 10));
        await new Promise((resolve) => setTimeout(resolve, 50));
        for (const it of all) {
          const item = it.shadowRoot?.querySelector('.item .body');
          item?.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, composed: true }));
          item?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
        }
        for (const it of all) it.remove();
      }
      // Longer than the timers of a hover and of a flash.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    },
    [rounds, AT_ONCE, feed.origin] as const,
  );
}

async function count(page: Page, session: CDPSession) {
  await session.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  const [timers, animations] = await page.evaluate(() => [
    (Reflect.get(window, '__pending') as Set<unknown>).size,
    document.getAnimations().length,
  ]);
  return { nodes, listeners: jsEventListeners, timers, animations };
}

describe('200 mounts and unmounts', () => {
  it('leave no node, listener, timer, animation or socket, and no error', async () => {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 700 } })).newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.addInitScript(countTimers);
    const head = `<script async src="${feed.origin}/widget.js"></script>`;
    await page.goto(site.put('/mounts', { body: '<p>text</p>', head }));
    await page.locator('currency-ticker .price').first().waitFor();
    await page.locator('currency-ticker').evaluate((it) => it.remove());
    const session = await page.context().newCDPSession(page);
    // The first tickers create what all tickers share.
    await mountAndUnmount(page, 1);
    const before = await count(page, session);
    await mountAndUnmount(page, ROUNDS);
    const after = await count(page, session);
    expect(errors).toEqual([]);
    // A collection can leave a few text nodes of the last round to the next collection.
    expect(after.nodes - before.nodes).toBeLessThanOrEqual(20);
    expect(after.listeners).toBeLessThanOrEqual(before.listeners);
    expect(after.timers).toBeLessThanOrEqual(before.timers);
    expect(after.animations).toBe(0);
    await expect.poll(() => feed.open).toBe(0);
    await page.context().close();
  });
});
