import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, startStage } from './stage.ts';
import { shiftOf } from './watch.ts';

/** Much longer than a reader waits at a blank place. */
const LATE_MS = 2_500;
/** The limit for the time without a visible place. */
const BLANK_MS = 300;

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage?.close());

/** Records when the script has run, when a place for the figures is drawn, and when its height changes after that. */
function watchPlace(): void {
  const seen = { ran: 0, drawn: 0, heights: [] as number[] };
  Object.defineProperty(window, '__seen', { value: seen });
  const look = () => {
    const root = document.querySelector('currency-ticker')?.shadowRoot;
    if (root) seen.ran ||= performance.now();
    const place = root?.querySelector<HTMLElement>('.empty .view');
    const { width = 0, height = 0 } = place?.getBoundingClientRect() ?? {};
    const isDrawn =
      place && width * height > 0 && getComputedStyle(place).backgroundColor !== 'rgba(0, 0, 0, 0)';
    if (isDrawn) seen.drawn ||= performance.now();
    const box = document.querySelector('currency-ticker')?.getBoundingClientRect().height ?? 0;
    if (seen.drawn && seen.heights.at(-1) !== box) seen.heights.push(box);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function openLate(body: string): Promise<Page> {
  const page = await (await stage.browser.newContext({ viewport: { width: 1280, height: 700 } })).newPage();
  await page.addInitScript(watchPlace);
  stage.feed.lateMs = LATE_MS;
  await page.goto(stage.site.put('/early', { body }));
  return page;
}

describe('a ticker without figures yet', () => {
  it.each(['strip', 'compact', 'cards', 'list'])(
    'has a visible place within 300 ms, as high as its figures, as a %s',
    async (look) => {
      const { origin } = stage.feed;
      const page = await openLate(
        `<script async src="${origin}/widget.js" data-look="${look}"></script><p>text</p>`,
      );
      await page.locator('.price').first().waitFor({ state: 'attached' });
      await page.waitForTimeout(200);
      const { ran, drawn, heights } = await page.evaluate(
        () => Reflect.get(window, '__seen') as { ran: number; drawn: number; heights: number[] },
      );
      expect(drawn).toBeGreaterThan(0);
      expect(drawn - ran).toBeLessThan(BLANK_MS);
      expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(1);
      await page.context().close();
    },
  );
});

describe('the recipe of the README', () => {
  it.each([
    ['strip', 46],
    ['compact', 30],
    ['cards', 153],
    ['list', 344],
  ] as const)('shifts nothing where the page gives a %s its %i px', async (look, height) => {
    stage.feed.lateMs = 400;
    const page = await stage.open(
      `<h1>News</h1><currency-ticker look="${look}">KGS/USD, KZT/USD</currency-ticker><p>text</p>`,
      { head: `<style>currency-ticker{display:block;min-height:${height}px}</style>` },
    );
    await page.waitForTimeout(300);
    expect(await shiftOf(page)).toBe(0);
    const box = await page.locator('currency-ticker').boundingBox();
    expect(Math.abs((box?.height ?? 0) - height)).toBeLessThan(1);
    stage.feed.lateMs = 0;
    await page.context().close();
  });
});
