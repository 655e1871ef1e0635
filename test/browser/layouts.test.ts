import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, startStage } from './stage.ts';
import { shiftOf } from './watch.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage?.close());

const sizesOf = (page: Page) =>
  page.evaluate(() => {
    const host = document.querySelector('currency-ticker');
    const { width = 0, height = 0 } = host?.getBoundingClientRect() ?? {};
    return {
      width,
      height,
      nodes: host?.shadowRoot?.querySelectorAll('*').length ?? 0,
      page: document.documentElement.scrollWidth,
    };
  });

const TICKER = '<currency-ticker></currency-ticker>';
/** Layouts that take their width from their content. */
const LAYOUTS: [name: string, body: string][] = [
  ['a flex row', `<div style="display:flex"><b>Logo</b>${TICKER}</div>`],
  ['a child of a flex row', `<div style="display:flex"><div>${TICKER}</div><p>text</p></div>`],
  ['a 1fr grid', `<div style="display:grid;grid-template-columns:1fr 100px">${TICKER}<b>side</b></div>`],
  ['a grid of its own size', `<div style="display:inline-grid">${TICKER}</div>`],
  ['a float', `<div style="float:left">${TICKER}</div>`],
  ['an inline block', `<div style="display:inline-block">${TICKER}</div>`],
  ['an absolute box', `<div style="position:absolute">${TICKER}</div>`],
  ['a table cell', `<table><tr><td>${TICKER}</td><td>side</td></tr></table>`],
  ['a fit-content box', `<div style="width:fit-content">${TICKER}</div>`],
  ['a max-content box', `<div style="width:max-content">${TICKER}</div>`],
  ['a centred column', `<div style="display:flex;flex-direction:column;align-items:center">${TICKER}</div>`],
  ['a margin of its own', `<style>currency-ticker{margin:0 20px}</style>${TICKER}`],
  ['a host that floats', `<style>currency-ticker{float:left}</style>${TICKER}`],
  ['a button', `<button>${TICKER}</button>`],
  ['a fieldset', `<fieldset>${TICKER}</fieldset>`],
  ['columns', `<div style="columns:2">${TICKER}</div>`],
];

describe('the strip', () => {
  it.each(LAYOUTS)('neither grows nor overflows in %s', async (_name, body) => {
    const at = async (width: number) => {
      const page = await stage.open(body, { viewport: { width, height: 600 } });
      const first = await sizesOf(page);
      await page.waitForTimeout(1_000);
      const later = await sizesOf(page);
      expect(later.width, `${width} px`).toBe(first.width);
      expect(later.width, `${width} px`).toBeGreaterThan(100);
      expect(later.page, `${width} px`).toBeLessThanOrEqual(width);
      expect(later.nodes, `${width} px`).toBeLessThan(2_000);
      await page.context().close();
    };
    await Promise.all([at(320), at(1280)]);
  });

  it('has a limited number of copies at any width', async () => {
    const page = await stage.open(
      '<div style="width:200000px"><currency-ticker codes="KZT"></currency-ticker></div>',
    );
    await page.waitForTimeout(500);
    expect((await sizesOf(page)).nodes).toBeLessThan(2_000);
    await page.context().close();
  });

  it.each([320, 1280, 1920])('copies as many items as %i pixels need, and no more', async (width) => {
    const page = await stage.open(TICKER, { viewport: { width, height: 600 } });
    await page.waitForTimeout(300);
    const [view, beyond, last] = await page.evaluate(() => {
      const root = document.querySelector('currency-ticker')?.shadowRoot;
      const widths = [...(root?.querySelectorAll('[aria-hidden] .item') ?? [])].map(
        (it) => it.getBoundingClientRect().width,
      );
      const sum = widths.reduce((all, it) => all + it, 0);
      return [root?.querySelector('.view')?.getBoundingClientRect().width ?? 0, sum, widths.at(-1) ?? 0];
    });
    expect(beyond).toBeGreaterThanOrEqual(view);
    expect(beyond - last).toBeLessThanOrEqual(view);
    await page.context().close();
  });

  it('moves after its part of the page was hidden', async () => {
    const page = await stage.open(`<div hidden>${TICKER}</div>`);
    await page.evaluate(() => {
      (document.querySelector('div') as HTMLElement).hidden = false;
    });
    const widths = () =>
      page.locator('.item').evaluateAll((items) => items.map((it) => it.getBoundingClientRect().width));
    await expect.poll(async () => Math.min(...(await widths()))).toBeGreaterThan(100);
    await page.context().close();
  });
});

const LOOKS = ['strip', 'compact', 'list', 'cards'];

describe('the height', () => {
  it.each(LOOKS)('of a %s without content is reserved at its insertion, and stays', async (look) => {
    const at = async (width: number) => {
      const page = await stage.open(
        `<h1>News</h1><currency-ticker look="${look}"></currency-ticker><p>text</p>`,
        {
          viewport: { width, height: 900 },
          hasOwnScript: true,
          until: '',
        },
      );
      // The figures come late. What is painted before must not move.
      await page.route('**/rates', async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 700));
        await route.continue();
      });
      await page.addScriptTag({ url: `${stage.feed.origin}/widget.js` });
      await page.waitForTimeout(400);
      const arrived = (await sizesOf(page)).height;
      const before = await shiftOf(page);
      await page.locator('.price').first().waitFor({ state: 'attached' });
      await page.waitForTimeout(300);
      expect((await shiftOf(page)) - before, `${width} px`).toBeLessThan(0.01);
      expect(Math.abs((await sizesOf(page)).height - arrived), `${width} px`).toBeLessThanOrEqual(1);
      await page.context().close();
    };
    await Promise.all([at(360), at(1280)]);
  });

  it.each(LOOKS)('of a %s is the one that the page has set', async (look) => {
    const page = await stage.open(
      `<style>currency-ticker{--ticker-height:400px}</style><currency-ticker look="${look}">KGS/USD</currency-ticker>`,
    );
    expect((await sizesOf(page)).height).toBe(400);
    await page.context().close();
  });

  it('of one line of content clips no text', async () => {
    const page = await stage.open('<currency-ticker>KGS/USD, KZT/USD</currency-ticker><p>text</p>');
    const [text, box] = await page.evaluate(() => {
      const root = document.querySelector('currency-ticker')?.shadowRoot;
      return ['.body', '.view'].map((it) => root?.querySelector(it)?.getBoundingClientRect().toJSON());
    });
    expect(text.top).toBeGreaterThanOrEqual(box.top);
    expect(text.bottom).toBeLessThanOrEqual(box.bottom);
    await page.context().close();
  });
});
