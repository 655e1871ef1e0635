import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, startStage } from './stage.ts';
import { leftOf } from './watch.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage?.close());

/** A strip on a page with a zoom: there a pixel of the belt has another size on the screen. */
function open(width: number, zoom = 1, attributes = ''): Promise<Page> {
  const body = `<style>body{zoom:${zoom};margin:0}</style><currency-ticker ${attributes}></currency-ticker>`;
  // The part for pointer and keyboard loads after the figures.
  return stage.open(body, { viewport: { width: width * zoom, height: 600 }, until: '.tip' });
}

/** The rate that has the focus, and whether it is in the middle of the belt, within two pixels. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const inside = document.querySelector('currency-ticker')?.shadowRoot;
    const middle = (it?: Element | null) => {
      const box = it?.getBoundingClientRect();
      return box ? box.left + box.width / 2 : Number.NaN;
    };
    const item = inside?.activeElement?.closest<HTMLElement>('[data-code]');
    const view = inside?.querySelector('.view');
    return {
      code: item?.dataset.code,
      isMiddle: Math.abs(middle(inside?.activeElement) - middle(view)) <= 2,
    };
  });

describe('drag and keys', () => {
  it.each([1, 2])('follows a finger and a mouse, at a zoom of %s', async (zoom) => {
    const page = await open(1_280, zoom);
    const at = () => page.locator('ul:not([aria-hidden])').evaluate((it) => it.getBoundingClientRect().left);
    await page.mouse.move(700, 25);
    await page.mouse.down();
    await page.mouse.move(650, 25);
    const before = await at();
    await page.mouse.move(550, 25);
    expect(Math.abs((await at()) - (before - 100))).toBeLessThanOrEqual(1);
    await page.mouse.up();
    await page.context().close();
  });

  it.each([
    [1, ''],
    [2, ''],
    [1, 'direction="right"'],
    [1, 'dir="rtl"'],
    [1, 'dir="rtl" direction="right"'],
  ])(
    'brings each rate to the middle by the arrow keys, at a zoom of %s with %s',
    async (zoom, attributes) => {
      const page = await open(360, zoom, attributes);
      await page.keyboard.press('Tab');
      await expect.poll(() => focused(page)).toMatchObject({ code: 'KGS' });
      for (const code of ['KZT', 'TJS', 'UZS', 'TMT']) {
        await page.keyboard.press('ArrowRight');
        await expect.poll(() => focused(page)).toEqual({ code, isMiddle: true });
      }
      await page.context().close();
    },
  );

  it('continues from the visible place of the belt when the keys come faster than it moves', async () => {
    const page = await open(360);
    await page.keyboard.press('Tab');
    await expect.poll(() => focused(page)).toMatchObject({ code: 'KGS' });
    const jumps = await page.evaluate(async () => {
      const inside = document.querySelector('currency-ticker')?.shadowRoot;
      const list = inside?.querySelector('.list');
      const left = () => list?.getBoundingClientRect().left ?? Number.NaN;
      const seen: number[] = [];
      for (const button of list?.querySelectorAll('button') ?? []) {
        const before = left();
        button.focus();
        seen.push(Math.abs(left() - before));
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return seen;
    });
    expect(jumps).toHaveLength(5);
    expect(Math.max(...jumps)).toBeLessThanOrEqual(1);
    await expect.poll(() => focused(page)).toEqual({ code: 'TMT', isMiddle: true });
    await page.context().close();
  });

  it('does not follow a mouse without a button after a release outside', async () => {
    const page = await stage.open('<currency-ticker speed="0"></currency-ticker>', { until: '.tip' });
    await page.mouse.move(640, 45);
    await page.mouse.down();
    await page.mouse.move(640, 300);
    await page.mouse.up();
    const left = () => leftOf(page);
    const before = await left();
    await page.mouse.move(640, 30);
    await page.mouse.move(500, 30);
    // Positions are floats of the compositor.
    expect(await left()).toBeCloseTo(before, 3);
    await page.context().close();
  });
});
