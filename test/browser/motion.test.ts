import { execFileSync } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../widget/define.ts';
import { launch, type Site, startSite } from './chromium.ts';
import { change, FIVE, rate, startFeed, type TestFeed } from './feed.ts';
import { openTab } from './tab.ts';
import { seamsOf, watchBelt } from './watch.ts';

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

// A page that a failed test has left open would keep its socket, and the next test would count it.
afterEach(async () => {
  await Promise.all(browser.contexts().map((it) => it.close()));
});

async function open(
  attributes: string,
  more: { width?: number; html?: string; still?: boolean } = {},
): Promise<Page> {
  const { width = 1280, html = '', still = false } = more;
  const context = await browser.newContext({
    viewport: { width, height: 600 },
    reducedMotion: still ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  const body = `<currency-ticker ${attributes}></currency-ticker>${html}<script async src="${feed.origin}/widget.js"></script>`;
  await page.goto(site.put('/motion', { body }));
  await page.locator('currency-ticker .item .price').first().waitFor();
  return page;
}

const speedNow = async (page: Page) => Math.abs((await watchBelt(page, 600)).speed);

describe('the pause button', () => {
  it('freezes motion and figures of every ticker on the page, and resuming shows the newest figures', async () => {
    const page = await open('', { html: '<currency-ticker look="list" codes="KZT"></currency-ticker>' });
    await page.locator('.pause').first().focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => speedNow(page)).toBe(0);
    expect(await page.locator('.pause[aria-pressed=true]').count()).toBe(2);
    feed.push(rate('KZT', '500.00'));
    await page.waitForFunction(() =>
      document.querySelector('currency-ticker')?.rates.some((it) => it.inverse === '500.00'),
    );
    expect(await page.getByText('0.0021049').count()).toBeGreaterThan(0);
    expect(await page.getByText('0.0020000').count()).toBe(0);
    await page.locator('.pause').last().click();
    await page.getByText('0.0020000').first().waitFor();
    expect(await page.getByText('0.0021049').count()).toBe(0);
    await page.mouse.move(600, 500);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await expect.poll(() => speedNow(page)).toBeGreaterThan(30);
    feed.push(rate('KZT', '475.09'));
  });

  it('is not the only stop: hover slows the belt, and focus stops it', async () => {
    const page = await open('');
    await page.mouse.move(1_240, 25);
    await expect.poll(() => speedNow(page)).toBeLessThan(30);
    expect(await speedNow(page)).toBeGreaterThan(5);
    await page.mouse.move(600, 500);
    await page.keyboard.press('Tab');
    await expect.poll(() => speedNow(page)).toBe(0);
  });

  it('is not needed by a reader who wants less motion: the list stands still and can be swiped', async () => {
    const page = await open('', { width: 360, still: true });
    expect(await speedNow(page).catch(() => 0)).toBe(0);
    expect(await page.locator('.list').count()).toBe(1);
    expect(await page.locator('.item').count()).toBe(5);
    expect(await page.locator('.view').evaluate((it) => it.scrollWidth > it.clientWidth)).toBe(true);
  });
});

describe('the belt', () => {
  it('does not jump under 1,000 random updates', async () => {
    const page = await open('');
    await page.waitForFunction(() => document.querySelector('currency-ticker')?.state === 'live');
    const watched = watchBelt(page, 20_000);
    let state = 7;
    const random = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    for (let n = 0; n < 1_000; n += 1) {
      const old = FIVE[Math.floor(random() * 5)] ?? FIVE[0];
      if (!old) break;
      const inverse = (Number(old.inverse) * 10 ** (random() * 2 - 1)).toFixed(4);
      const percent = (random() * 40 - 20).toFixed(2);
      const status = (['live', 'stale', 'held', 'pegged'] as const)[Math.floor(random() * 4)] ?? 'live';
      feed.push(rate(old.base, inverse, { change: change(percent, percent), status }));
      await new Promise((resolve) => setTimeout(resolve, random() * 25));
    }
    const seen = await watched;
    feed.push(...FIVE);
    expect(seen.frames).toBeGreaterThan(200);
    expect(seen.jump).toBeLessThanOrEqual(0.5);
    expect(seen.gap).toBeLessThanOrEqual(0.5);
  });

  it.each(['KGS', 'KGS,KZT', 'KGS,KZT,TJS', 'KGS,KZT,TJS,UZS', 'KGS,KZT,TJS,UZS,TMT'])(
    'has no seam at any width with %s',
    async (codes) => {
      const page = await open(`codes="${codes}"`, { width: 320 });
      for (const width of [320, 360, 768, 1280, 1920, 2560, 3840]) {
        await page.setViewportSize({ width, height: 600 });
        expect(await seamsOf(page), `${width} px`).toEqual([0, 0]);
      }
    },
  );

  it('has no seam while it moves fast', async () => {
    const page = await open('codes="KGS,KZT" speed="400"');
    const seen = await watchBelt(page, 3_000, 400);
    expect(seen.gap).toBeLessThanOrEqual(0.5);
    expect(seen.uncovered).toBeLessThanOrEqual(0.5);
  });

  it('has no seam after a web font has loaded late, and continues at the same place', async () => {
    const page = await open('', { html: '<style>currency-ticker{--ticker-font:late,sans-serif}</style>' });
    const watched = watchBelt(page, 3_000);
    const width = () => page.locator('ul:not([aria-hidden])').evaluate((it) => it.clientWidth);
    const before = await width();
    // Any font of this machine, a third wider.
    const font = execFileSync('fc-match', ['-f', '%{fullname[0]}', 'sans-serif'], { encoding: 'utf8' });
    await page.addStyleTag({
      content: `@font-face{font-family:late;src:local("${font}");size-adjust:130%}`,
    });
    await expect.poll(width).toBeGreaterThan(before * 1.1);
    expect((await watched).gap).toBeLessThanOrEqual(0.5);
    expect(await seamsOf(page)).toEqual([0, 0]);
  });

  it('has no seam after a resize, another zoom and a change of font', async () => {
    const page = await open('');
    await page.setViewportSize({ width: 2560, height: 600 });
    await page.evaluate(() => {
      document.documentElement.style.zoom = '1.37';
      document.documentElement.style.setProperty('--ticker-font', 'monospace');
    });
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    const seen = await watchBelt(page, 2_000, 60 * 1.37);
    expect(seen.gap).toBeLessThanOrEqual(0.5);
    expect(seen.uncovered).toBeLessThanOrEqual(0.5);
  });

  it.each([
    ['speed="60"', '', 60],
    ['speed="173" direction="right"', '', -173],
    ['speed="120" look="compact" codes="KZT"', ' dir="rtl"', 120],
  ])('moves at a constant speed: %s%s', async (attributes, dir, speed) => {
    const page = await open(`${attributes}${dir}`);
    const seen = await watchBelt(page, 4_000, speed);
    expect(Math.abs(seen.speed / speed - 1)).toBeLessThanOrEqual(0.01);
  });
});

describe('the cost of motion', () => {
  it('is the compositor’s, not that of the main thread', async () => {
    const page = await open('');
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    // Processor time of the main thread: the time on the wall includes what other programs take meanwhile.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const task = async () =>
      (await session.send('Performance.getMetrics')).metrics.find((it) => it.name === 'TaskDuration')
        ?.value ?? 0;
    const before = await task();
    await page.waitForTimeout(5_000);
    // Moved by the compositor, 0.05 s; moved by the main thread, 2.2 s. The figure itself is that of `bench -- widget`.
    expect((await task()) - before).toBeLessThanOrEqual(0.5);
  });

  it('ends off the screen, where the socket is closed too, and the return shows the newest figures', async () => {
    const page = await open('', { html: '<p style="height:3000px">text</p>' });
    await expect.poll(() => feed.open).toBe(1);
    await page.mouse.move(600, 500);
    await page.mouse.wheel(0, 2_000);
    await expect.poll(() => feed.open).toBe(0);
    feed.push(rate('KZT', '400.00'));
    const animations = () =>
      page.evaluate(() => {
        const own = document.querySelector('currency-ticker')?.shadowRoot?.getAnimations() ?? [];
        return own.filter((it) => it.playState === 'running').length;
      });

    expect(await animations()).toBe(0);
    await page.mouse.wheel(0, -2_000);
    await page.getByText('0.0025000').first().waitFor();
    feed.push(rate('KZT', '475.09'));
  });

  it('ends in a hidden tab, where the socket is closed too, and the return is one update', async () => {
    const body = `<currency-ticker></currency-ticker><script async src="${feed.origin}/widget.js"></script>`;
    const tab = await openTab(browser, site.put('/hidden', { body }));
    await expect.poll(() => feed.open).toBe(1);
    await tab.hide();
    await expect.poll(() => tab.ask('document.visibilityState')).toBe('hidden');
    await expect.poll(() => feed.open).toBe(0);
    const running = `document.querySelector('currency-ticker').shadowRoot.getAnimations().filter((it) => it.playState === 'running').length`;
    expect(await tab.ask(running)).toBe(0);
    await tab.ask(`addEventListener('ticker:update', () => { window.updates = (window.updates ?? 0) + 1 })`);
    for (let n = 1; n <= 50; n += 1) feed.push(rate('KZT', `4${String(n).padStart(2, '0')}.00`));
    await tab.show();
    const price = `document.querySelector('currency-ticker').shadowRoot.querySelector('[data-code=KZT] .price').textContent`;
    await expect.poll(() => tab.ask(price)).toBe('0.0022222');
    await expect.poll(() => feed.open).toBe(1);
    expect(await tab.ask('window.updates')).toBe(1);
    expect(await tab.ask(running)).toBe(1);
    feed.push(rate('KZT', '475.09'));
    await tab.ask('window.close()');
  });
});
