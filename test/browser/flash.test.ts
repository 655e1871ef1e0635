import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIVE, rate } from './feed.ts';
import { type Stage, startStage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage?.close());

const tinted = (page: Page) =>
  page
    .locator('[data-tick]')
    .evaluateAll((all) => all.map((it) => it.closest('li')?.dataset.code ?? '').join());
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function open(): Promise<Page> {
  const page = await stage.open('<currency-ticker look="list"></currency-ticker>');
  await page.waitForFunction(
    () => Reflect.get(document.querySelector('currency-ticker') ?? {}, 'state') === 'live',
  );
  return page;
}

let step = 0;

/** The number of frames that three updates have changed, each one at least half a second after the one before. */
async function framesOfThree(page: Page): Promise<number> {
  await expect.poll(() => tinted(page)).toBe('');
  await page.evaluate(() => (Reflect.get(window, 'drawn') as Set<number>).clear());
  for (const base of ['KZT', 'TJS', 'UZS']) {
    step += 1;
    stage.feed.push(rate(base, `${400 + step}.00`));
    await expect.poll(() => tinted(page)).toBe(base);
    await pause(550);
  }
  return page.evaluate(() => (Reflect.get(window, 'drawn') as Set<number>).size);
}

describe('the tint of a price', () => {
  it('ends in the frame of the next update, which tints another one', async () => {
    const page = await open();
    // Every change of a text or a tint, with the frame in which it was seen.
    await page.evaluate(() => {
      const frames = new Set<number>();
      Reflect.set(window, 'drawn', frames);
      let frame = 0;
      const count = () => {
        frame += 1;
        requestAnimationFrame(count);
      };
      requestAnimationFrame(count);
      new MutationObserver(() => frames.add(frame)).observe(
        document.querySelector('currency-ticker')?.shadowRoot as Node,
        { subtree: true, childList: true, characterData: true, attributeFilter: ['data-tick'] },
      );
    });
    // Without another update a tint ends after 1.1 s. On a busy machine an update can come later: then it is repeated.
    await expect.poll(() => framesOfThree(page), { timeout: 20_000 }).toBe(3);
    stage.feed.push(...FIVE);
    await page.context().close();
  });

  it('ends after a time without another update', async () => {
    const page = await open();
    stage.feed.push(rate('KZT', '481.00'));
    await expect.poll(() => tinted(page)).toBe('KZT');
    await pause(1_400);
    expect(await tinted(page)).toBe('');
    stage.feed.push(...FIVE);
    await page.context().close();
  });

  it('does not last while the price changes again and again', async () => {
    const page = await open();
    const seen = new Set<string>();
    for (let n = 0; n < 30; n += 1) {
      stage.feed.push(rate('KZT', `4${50 + n}.00`));
      await pause(100);
      seen.add(await tinted(page));
    }
    expect([...seen].sort()).toEqual(['', 'KZT']);
    stage.feed.push(...FIVE);
    await page.context().close();
  });
});
