import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Rate } from '../../src/rates/wire.ts';
import { change, FIVE, rate } from './feed.ts';
import { type Stage, startStage } from './stage.ts';

// `until: '.tip'`: the part for pointer and keyboard loads after the figures.
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage?.close());

const TICKER = '<currency-ticker></currency-ticker>';
const isLive = (page: Page) =>
  page.waitForFunction(
    () => Reflect.get(document.querySelector('currency-ticker') ?? {}, 'state') === 'live',
  );

describe('type on the belt', () => {
  it.each(['strip', 'compact'])(
    'keeps its width on a %s when a badge appears, and touches no neighbour',
    async (look) => {
      const page = await stage.open(`<currency-ticker look="${look}"></currency-ticker>`, { lang: 'ru' });
      await isLive(page);
      const figures = () =>
        page
          .locator('.figures')
          .evaluateAll((all) =>
            all.map((it) => it.getBoundingClientRect().width / (it as HTMLElement).offsetWidth),
          );
      stage.feed.push(rate('KZT', '475.09', { status: 'held' }), rate('UZS', '12149.84', { status: 'held' }));
      await page
        .locator('[data-code=KZT] .badge')
        .first()
        .getByText('проверяется')
        .waitFor({ state: 'attached' });
      await page.waitForTimeout(300);
      expect(Math.min(...(await figures()))).toBeGreaterThan(0.99);
      const overlaps = await page.locator('.item').evaluateAll(
        (items) =>
          items.filter((it, n) => {
            const next =
              items[n + 1]?.querySelector('.body')?.getBoundingClientRect().left ?? Number.POSITIVE_INFINITY;
            const right = it.querySelector('.badge')?.getBoundingClientRect().right ?? 0;
            return right > next;
          }).length,
      );
      expect(overlaps).toBe(0);
      stage.feed.push(...FIVE);
      await page.context().close();
    },
  );

  it('takes its own width when the type size of the page doubles', async () => {
    const page = await stage.open(TICKER);
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
    });
    const squeezed = () =>
      page
        .locator('.figures')
        .evaluateAll((all) =>
          Math.min(...all.map((it) => it.getBoundingClientRect().width / (it as HTMLElement).offsetWidth)),
        );
    await page.waitForTimeout(500);
    expect(await squeezed()).toBeGreaterThan(0.99);
    expect(
      await page
        .locator('.price')
        .first()
        .evaluate((it) => getComputedStyle(it).fontSize),
    ).toBe('30px');
    await page.context().close();
  });
});

describe('a look', () => {
  it('has its play icon in dark forced colours', async () => {
    const page = await stage.open(TICKER, { forcedColors: 'active', colorScheme: 'dark', until: '.tip' });
    await page.locator('.pause').click();
    const [icon, ground] = await page.locator('.icon').evaluate((it) => {
      const probe = document.createElement('i');
      probe.style.cssText = 'color:canvas;forced-color-adjust:none';
      document.body.append(probe);
      return [getComputedStyle(it).borderLeftColor, getComputedStyle(probe).color];
    });
    expect(icon).not.toBe(ground);
    await page.context().close();
  });

  it('shows a badge that all rates have once', async () => {
    const page = await stage.open(TICKER);
    await isLive(page);
    stage.feed.push(...FIVE.map((it) => ({ ...it, status: 'seed' as const })));
    await page.locator('.note').getByText('archived').waitFor();
    expect(await page.locator('.body .badge:visible').count()).toBe(0);
    stage.feed.push(...FIVE);
    await page.context().close();
  });

  it('fades at the edge where cards or a still strip do not fit, and only there', async () => {
    for (const [look, width, isMore] of [
      ['cards', 600, true],
      ['cards', 700, true],
      ['cards', 768, true],
      ['cards', 1280, false],
      ['strip', 320, true],
    ] as const) {
      const page = await stage.open(`<currency-ticker look="${look}"></currency-ticker>`, {
        viewport: { width, height: 500 },
        reducedMotion: 'reduce',
      });
      await page.waitForTimeout(200);
      const mask = await page.locator('.view').evaluate((it) => getComputedStyle(it).maskImage);
      expect(mask !== 'none', `${look} ${width}`).toBe(isMore);
      await page.context().close();
    }
  });

  it('leaves no gap before the badge of an unchanged rate', async () => {
    const page = await stage.open(TICKER);
    await isLive(page);
    stage.feed.push(rate('KZT', '475.09', { status: 'stale' }));
    await page.locator('[data-code=KZT] .badge').first().getByText('stale').waitFor({ state: 'attached' });
    const holes = await page.evaluate(() => {
      const root = document.querySelector('currency-ticker')?.shadowRoot;
      return ['KZT', 'TMT'].map((code) => {
        const [sign, badge] = ['.arrow', '.badge'].map((part) =>
          root?.querySelector(`[data-code=${code}] ${part}`),
        );
        if (!sign || getComputedStyle(sign).visibility === 'hidden') return Number.POSITIVE_INFINITY;
        return (badge?.getBoundingClientRect().left ?? 0) - sign.getBoundingClientRect().right;
      });
    });
    // As wide as behind the arrow of a rate that has moved.
    expect(holes[1]).toBeCloseTo(holes[0] ?? 0, 0);
    expect(holes[1]).toBeLessThan(15);
    stage.feed.push(...FIVE);
    await page.context().close();
  });

  it('leaves no gap before the badge of a rate whose change is not known', async () => {
    for (const look of ['strip', 'compact']) {
      const page = await stage.open(`<currency-ticker look="${look}"></currency-ticker>`);
      await isLive(page);
      stage.feed.push(rate('KGS', '87.4500', { change: null, status: 'stale' }));
      const badge = page.locator('[data-code=KGS] .badge').first();
      await badge.getByText('stale').waitFor({ state: 'attached' });
      const gap = await badge.evaluate((it) => {
        const dash = document.createRange();
        dash.selectNodeContents(it.parentElement?.querySelector('.percent') ?? it);
        return it.getBoundingClientRect().left - dash.getBoundingClientRect().right;
      });
      expect(gap, look).toBeGreaterThan(2);
      expect(gap, look).toBeLessThan(20);
      stage.feed.push(...FIVE);
      await page.context().close();
    }
  });

  it('has each badge within its card, on a screen and on paper', async () => {
    const states = ['seed', 'stale', 'held', 'demo', 'pegged'] as const;
    stage.feed.push(...FIVE.map((it, n): Rate => ({ ...it, status: states[n] ?? 'live' })));
    for (const [lang, width] of [
      ['en', 320],
      ['en', 700],
      ['ru', 700],
      ['kk', 1280],
    ] as const) {
      const page = await stage.open('<currency-ticker look="cards"></currency-ticker>', {
        lang,
        viewport: { width, height: 500 },
        until: '.tip',
      });
      for (const media of ['screen', 'print'] as const) {
        await page.emulateMedia({ media });
        const room = await page.locator('.badge:visible').evaluateAll((all) =>
          all.map((it) => {
            const { right = 0 } = it.closest('.body')?.getBoundingClientRect() ?? {};
            return [right - it.getBoundingClientRect().right, it.clientWidth - it.scrollWidth];
          }),
        );
        expect(room.length, `${lang} ${width} ${media}`).toBe(5);
        // The padding of the card.
        expect(
          Math.min(...room.map(([padding]) => padding ?? 0)),
          `${lang} ${width} ${media}`,
        ).toBeGreaterThan(12);
        expect(Math.min(...room.map(([, text]) => text ?? 0)), `${lang} ${width} ${media}`).toBeGreaterThan(
          -2,
        );
      }
      await page.context().close();
    }
    stage.feed.push(...FIVE);
  });

  it('begins the sentence for no rates at the same place as every other look', async () => {
    const tickers = ['strip', 'cards', 'list'].map(
      (it) => `<currency-ticker look="${it}" codes="XXX"></currency-ticker>`,
    );
    const page = await stage.open(tickers.join(''), { until: '' });
    const sentences = page.locator('.sentence:not(:empty)');
    await expect.poll(() => sentences.count()).toBe(3);
    const lefts = await sentences.evaluateAll((all) =>
      all.map((it) => Math.round(it.getBoundingClientRect().left)),
    );
    expect(new Set(lefts).size).toBe(1);
    await page.context().close();
  });

  it('prints cards of one width, and lines of figures off the edge', async () => {
    const tickers = ['cards', 'strip'].map((it) => `<currency-ticker look="${it}"></currency-ticker>`);
    const page = await stage.open(tickers.join(''), { viewport: { width: 794, height: 500 }, until: '.tip' });
    await page.locator('.tip').nth(1).waitFor({ state: 'attached' });
    await page.emulateMedia({ media: 'print' });
    const widths = await page
      .locator('.as-cards .item')
      .evaluateAll((all) => all.map((it) => Math.round(it.getBoundingClientRect().width)));
    expect(new Set(widths).size).toBe(1);
    const distance = await page.locator('.as-strip').evaluate((it) => {
      const { top = 0 } = it.querySelector('.body')?.getBoundingClientRect() ?? {};
      return top - it.getBoundingClientRect().top;
    });
    expect(distance).toBeGreaterThan(4);
    await page.context().close();
  });

  it('has the pause button of cards beside them', async () => {
    for (const width of [320, 768, 1280]) {
      const page = await stage.open('<currency-ticker look="cards"></currency-ticker>', {
        viewport: { width, height: 500 },
      });
      const [cards, button] = await page.evaluate(() => {
        const root = document.querySelector('currency-ticker')?.shadowRoot;
        return ['.view', '.icon'].map((it) => root?.querySelector(it)?.getBoundingClientRect().toJSON());
      });
      expect(button.left, `${width} px`).toBeGreaterThanOrEqual(cards.right);
      expect(button.top, `${width} px`).toBeGreaterThan(cards.top);
      expect(button.bottom, `${width} px`).toBeLessThan(cards.bottom);
      await page.context().close();
    }
  });

  it('mirrors cards and list from right to left, but no figure', async () => {
    for (const look of ['cards', 'list']) {
      const page = await stage.open(`<currency-ticker look="${look}" dir="rtl"></currency-ticker>`);
      const [pair, body] = await page.evaluate(() => {
        const root = document.querySelector('currency-ticker')?.shadowRoot;
        return ['.pair', '.body'].map((it) => root?.querySelector(it)?.getBoundingClientRect().right ?? 0);
      });
      expect((body ?? 0) - (pair ?? 0), look).toBeLessThan(20);
      expect(
        await page
          .locator('.change')
          .first()
          .evaluate((it) => getComputedStyle(it).direction),
      ).toBe('ltr');
      await page.context().close();
    }
  });

  it('tints only the price of a card when it changes', async () => {
    const page = await stage.open('<currency-ticker look="cards"></currency-ticker>');
    await isLive(page);
    stage.feed.push(rate('KZT', '480.00', { change: change('0.31', '-0.31') }));
    const price = page.locator('[data-code=KZT] .price[data-tick]');
    await price.waitFor();
    const [width, card] = await page
      .locator('[data-code=KZT]')
      .evaluate((it) =>
        ['.price', '.body'].map((part) => it.querySelector(part)?.getBoundingClientRect().width ?? 0),
      );
    expect(width).toBeLessThan((card ?? 0) * 0.8);
    stage.feed.push(...FIVE);
    await page.context().close();
  });
});
