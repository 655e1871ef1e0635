import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { change, FIVE, rate } from './feed.ts';
import { type Stage, startStage } from './stage.ts';

// `until: '.tip'`: what answers pointer and keyboard loads after the figures.
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
const leftOf = (page: Page) =>
  page
    .locator('.list')
    .first()
    .evaluate((it) => it.getBoundingClientRect().left);

describe('type on the belt', () => {
  it.each(['strip', 'compact'])(
    'keeps its width on a %s when a state comes, and touches no neighbour',
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

  it('takes its own width when the root’s type doubles', async () => {
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

describe('a drag', () => {
  it('that is released outside follows no mouse without a button', async () => {
    const page = await stage.open('<currency-ticker speed="0"></currency-ticker>', { until: '.tip' });
    await page.mouse.move(640, 45);
    await page.mouse.down();
    await page.mouse.move(640, 300);
    await page.mouse.up();
    const before = await leftOf(page);
    await page.mouse.move(640, 30);
    await page.mouse.move(500, 30);
    // Positions are floats of the compositor.
    expect(await leftOf(page)).toBeCloseTo(before, 3);
    await page.context().close();
  });
});

describe('what answers', () => {
  it('is the whole height of the strip', async () => {
    const page = await stage.open(TICKER);
    const [item, box] = await page.evaluate(() => {
      const root = document.querySelector('currency-ticker')?.shadowRoot;
      return ['.item', '.ticker'].map((it) => root?.querySelector(it)?.getBoundingClientRect().height ?? 0);
    });
    expect(item).toBeGreaterThanOrEqual((box ?? 0) - 2);
    await page.context().close();
  });

  it.each(['strip', 'compact', 'list', 'cards'])(
    'shows a whole focus ring, and a button off the edge, on a %s',
    async (look) => {
      const page = await stage.open(`<currency-ticker look="${look}"></currency-ticker>`, { until: '.tip' });
      await page.keyboard.press('Tab');
      await page.waitForTimeout(400);
      const [ring, view, pause] = await page.evaluate(() => {
        const root = document.querySelector('currency-ticker')?.shadowRoot;
        const body = root?.querySelector(':focus-visible');
        const { outlineOffset = '0', outlineWidth = '0' } = body ? getComputedStyle(body) : {};
        const reach = Number.parseFloat(outlineOffset) + Number.parseFloat(outlineWidth);
        const { top = 0, bottom = 0 } = body?.getBoundingClientRect() ?? {};
        const frame = root?.querySelector('.view')?.getBoundingClientRect();
        const edge = root?.querySelector('.pause')?.getBoundingClientRect();
        return [
          [top - reach, bottom + reach],
          [frame?.top ?? 0, frame?.bottom ?? 0],
          [edge?.right ?? 0, Math.min(edge?.width ?? 0, edge?.height ?? 0)],
        ];
      });
      expect(ring?.[0]).toBeGreaterThanOrEqual(view?.[0] ?? 0);
      expect(ring?.[1]).toBeLessThanOrEqual(view?.[1] ?? 0);
      expect(pause?.[0]).toBeLessThanOrEqual(1280 - 8 - 14);
      expect(pause?.[1]).toBeGreaterThanOrEqual(24);
      await page.context().close();
    },
  );

  it('goes to the ends by Home and End, and leaves the page where it is', async () => {
    const page = await stage.open(`${TICKER}<div style="height:3000px">text</div>`, { until: '.tip' });
    await page.keyboard.press('Tab');
    const focused = () =>
      page.evaluate(
        () =>
          document.querySelector('currency-ticker')?.shadowRoot?.activeElement?.closest('li')?.dataset.code,
      );
    await page.keyboard.press('End');
    expect(await focused()).toBe('TMT');
    await page.keyboard.press('Home');
    expect(await focused()).toBe('KGS');
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await page.context().close();
  });

  it.each(['list', 'cards'])('lets figures of %s be copied, and opens by Enter', async (look) => {
    const page = await stage.open(`<currency-ticker look="${look}"></currency-ticker>`, { until: '.tip' });
    const price = page.locator('[data-code=KZT] .price');
    expect(await price.evaluate((it) => getComputedStyle(it).userSelect)).toBe('text');
    expect(await price.evaluate((it) => it.closest('button'))).toBeNull();
    await page.keyboard.press('Tab');
    await page.evaluate(() =>
      document.addEventListener('ticker:click', (event) => {
        document.title = (event as CustomEvent<{ rate: { base: string } }>).detail.rate.base;
      }),
    );
    await page.keyboard.press('Enter');
    await expect.poll(() => page.title()).toBe('KGS');
    await page.context().close();
  });
});

describe('what is seen', () => {
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

  it('says what all rates have in common once', async () => {
    const page = await stage.open(TICKER);
    await isLive(page);
    stage.feed.push(...FIVE.map((it) => ({ ...it, status: 'seed' as const })));
    await page.locator('.note').getByText('archived').waitFor();
    expect(await page.locator('.body .badge:visible').count()).toBe(0);
    stage.feed.push(...FIVE);
    await page.context().close();
  });

  it('tells that more follows where cards or a still strip do not fit, and only there', async () => {
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

  it('leaves no hole before the badge of an unchanged rate', async () => {
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

  it('mirrors cards and list from right to left, and no figure', async () => {
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

  it('tints a card’s price alone when it changes', async () => {
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
