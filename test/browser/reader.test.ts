import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../widget/define.ts';
import { launch, type Site, startSite } from './chromium.ts';
import { FIVE, rate, startFeed, type TestFeed } from './feed.ts';

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

interface Opening extends BrowserContextOptions {
  attributes?: string;
  lang?: string;
  src?: string;
}

async function open({
  attributes = '',
  lang = 'en',
  src = feed.origin,
  ...context
}: Opening = {}): Promise<Page> {
  const page = await (
    await browser.newContext({ viewport: { width: 1280, height: 700 }, ...context })
  ).newPage();
  const body = `<main><h1>News</h1><currency-ticker src="${src}" ${attributes}></currency-ticker></main>`;
  const head = `<script async src="${feed.origin}/widget.js"></script>`;
  await page.goto(site.put('/reader', { body, head, lang }));
  await page.locator('currency-ticker .item .price').first().waitFor();
  return page;
}

const textsOf = (page: Page, selector: string) =>
  page.locator(`currency-ticker ul:not([aria-hidden]) ${selector}`).allTextContents();

describe('figures', () => {
  it.each([
    ['', '0.011435 0.0021049 0.10710 0.000082306 0.28571', '— +0.77 +0.08 −0.06 0.00'],
    ['decimals="5"', '0.01144 0.00210 0.10710 0.00008 0.28571', '— +0.77 +0.08 −0.06 0.00'],
    ['per="1000"', '11.435 2.1049 107.10 0.082306 285.71', '— +0.77 +0.08 −0.06 0.00'],
    ['invert', '87.450 475.09 9.3371 12,150 3.5000', '— −0.77 −0.08 +0.06 0.00'],
    ['digits="3"', '0.0114 0.00210 0.107 0.0000823 0.286', '— +0.77 +0.08 −0.06 0.00'],
  ])('are cut as asked: %s', async (attributes, prices, percents) => {
    const page = await open({ attributes });
    expect((await textsOf(page, '.price')).join(' ')).toBe(prices);
    expect((await textsOf(page, '.percent')).map((it) => it.replace('\u202f%', '')).join(' ')).toBe(percents);
    const numeric = await page
      .locator('.price')
      .first()
      .evaluate((it) => getComputedStyle(it).fontVariantNumeric);
    expect(numeric).toBe('tabular-nums');
    await page.context().close();
  });
});

describe('seven languages', () => {
  it.each([
    ['en', 'Exchange rates', 'Pause', '0.0021049', '12,150', '1 minute ago'],
    ['ru', 'Курсы валют', 'Пауза', '0,0021049', '12\u00a0150', '1 минуту назад'],
    ['kk', 'Валюта бағамдары', 'Пауза', '0,0021049', '12\u00a0150', '1 минут бұрын'],
    ['ky', 'Валюта курстары', 'Пауза', '0,0021049', '12\u00a0150', '1 мүнөт мурун'],
    ['tg', 'Қурби асъор', 'Таваққуф', '0,0021049', '12\u00a0150', '1 дақиқа пеш'],
    ['uz-Latn-UZ', 'Valyuta kurslari', 'Pauza', '0,0021049', '12\u00a0150', '1 daqiqa oldin'],
    ['tk', 'Walýuta kurslary', 'Pauza', '0,0021049', '12\u00a0150', '1 minut öň'],
    ['de', 'Exchange rates', 'Pause', '0.0021049', '12,150', '1 minute ago'],
  ])('%s', async (lang, region, pause, price, soum, ago) => {
    const page = await open({ lang });
    await page.getByRole('region', { name: region }).waitFor();
    await page.getByRole('button', { name: pause }).waitFor();
    expect(await textsOf(page, '.price')).toContain(price);
    const ticker = page.locator('currency-ticker');
    feed.push(...FIVE.map((it) => ({ ...it, fetchedAt: new Date().toISOString() })));
    await page.locator('ul:not([aria-hidden]) button').nth(1).focus();
    await page.locator('.tip', { hasText: ago }).waitFor();
    await ticker.evaluate((it) => it.setAttribute('invert', ''));
    await expect.poll(() => textsOf(page, '.price')).toContain(soum);
    await page.context().close();
  });
});

describe('a state', () => {
  it('is shown in words for each rate, and announced once', async () => {
    const page = await open();
    await page.waitForFunction(() => document.querySelector('currency-ticker')?.state === 'live');
    const news: string[] = [];
    await page.exposeFunction('note', (text: string) => news.push(text));
    await page.evaluate(() => {
      const status = document.querySelector('currency-ticker')?.shadowRoot?.querySelector('[role=status]');
      new MutationObserver(() => Reflect.get(window, 'note')(status?.textContent)).observe(
        status as Element,
        {
          childList: true,
        },
      );
    });
    for (const inverse of ['470.00', '471.00', '472.00']) feed.push(rate('KZT', inverse));
    await page.getByText('0.0021186').first().waitFor();
    expect(news).toEqual([]);
    feed.push(rate('KZT', '472.00', { status: 'stale' }));
    await expect.poll(() => news).toEqual(['Tenge: stale, Manat: pegged']);
    feed.push(rate('KZT', '472.00', { status: 'held' }), rate('KGS', '87.45', { status: 'demo' }));
    await expect.poll(() => textsOf(page, '.badge')).toEqual(['demo', 'being checked', '', '', 'pegged']);
    await expect.poll(() => news.length).toBe(2);
    feed.push(...FIVE);
    await page.context().close();
  });

  it('keeps the last figures and shows offline when the service ends', async () => {
    const mortal = await startFeed();
    const page = await open({ src: mortal.origin });
    await page.waitForFunction(() => document.querySelector('currency-ticker')?.state === 'live');
    await mortal.close();
    await page.locator('.note', { hasText: 'offline' }).waitFor();
    expect(await textsOf(page, '.price')).toContain('0.0021049');
    await page.context().close();
  });

  it('has source, date and age in a tooltip for mouse, keyboard and touch', async () => {
    const page = await open({ attributes: 'speed="0"', hasTouch: true });
    const tip = page.locator('.tip');
    const whole = async () => {
      await tip.filter({ hasText: 'National Bank, 2026-04-02' }).filter({ hasText: 'ago' }).waitFor();
      expect(await tip.textContent()).toContain('1 USD = 475.09 KZT');
    };
    const item = page.locator('ul:not([aria-hidden]) button').nth(1);
    await item.hover();
    await whole();
    await page.mouse.move(600, 600);
    await tip.waitFor({ state: 'hidden' });
    await item.focus();
    await whole();
    await page.keyboard.press('Escape');
    await tip.waitFor({ state: 'hidden' });
    await item.tap();
    await whole();
    await page.context().close();
  });
});

describe('accessibility', () => {
  it('gives a screen reader one named region with one list of five sentences', async () => {
    const page = await open();
    const region = page.getByRole('region', { name: 'Exchange rates' });
    expect(await region.count()).toBe(1);
    expect(await region.getByRole('list').count()).toBe(1);
    expect(await region.getByRole('listitem').count()).toBe(5);
    expect(await region.getByRole('listitem').getByRole('button').count()).toBe(5);
    await region.getByRole('button', { name: 'Tenge KZT/USD 0.0021049 +0.77\u202f%' }).waitFor();
    await page.context().close();
  });

  it.each([
    ['strip', 'light'],
    ['strip', 'dark'],
    ['compact', 'light'],
    ['cards', 'dark'],
    ['list', 'light'],
  ] as const)('leaves axe nothing to find: %s, %s', async (look, colorScheme) => {
    const page = await open({
      attributes: `look="${look}"`,
      colorScheme,
      reducedMotion: 'reduce',
      bypassCSP: true,
    });
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const { violations } = await (Reflect.get(window, 'axe') as typeof axe).run('currency-ticker');
      return violations.map((it) => `${it.id}: ${it.nodes[0]?.html}`);
    });
    expect(found).toEqual([]);
    await page.context().close();
  });

  it('clips nothing at twice the size and with the text spacing of WCAG', async () => {
    const page = await open();
    await page.addStyleTag({
      content:
        'html{font-size:200%} *{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}',
    });
    const clipped = await page.evaluate(() => {
      const box = document.querySelector('currency-ticker')?.shadowRoot?.querySelector('.ticker');
      const text = box?.querySelector('.body')?.getBoundingClientRect();
      const { top = 0, bottom = 0 } = box?.getBoundingClientRect() ?? {};
      return !text || text.height === 0 || text.top < top || text.bottom > bottom;
    });
    expect(clipped).toBe(false);
    await page.context().close();
  });

  it('keeps arrows and button in forced colours, and prints a list of five', async () => {
    const page = await open({ forcedColors: 'active' });
    // Its rules load with the part for the keyboard.
    await page.locator('.tip').waitFor({ state: 'attached' });
    const ink = (part: string) =>
      page
        .locator(part)
        .first()
        .evaluate((it) => [getComputedStyle(it).borderBottomColor, getComputedStyle(it).borderLeftColor]);
    const ground = await page
      .locator('body')
      .evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    // A triangle: its sides are not drawn.
    const [arrow, side] = await ink('[data-direction=up] .arrow');
    expect(arrow).not.toBe(ground);
    expect(side).toBe('rgba(0, 0, 0, 0)');
    expect((await ink('.icon'))[1]).not.toBe(ground);
    await page.emulateMedia({ media: 'print' });
    const visible = page.locator('.item:visible');
    expect(await visible.count()).toBe(5);
    for (const box of await visible.all()) {
      const { x = -1, width = 9_999 } = (await box.boundingBox()) ?? {};
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(1280);
    }
    await page.context().close();
  });
});
