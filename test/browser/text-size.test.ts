import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIVE, rate } from './feed.ts';
import { type Stage, startStage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage?.close());

/** WCAG 1.4.12, as extensions and user style sheets apply it: inside the element too. */
function spaceText(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}',
  );
  const root = document.querySelector('currency-ticker')?.shadowRoot;
  if (root) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/** What is wrong with the texts of the first list: set narrower, over a neighbour, or cut. */
function crampedOf(): string[] {
  const root = document.querySelector('currency-ticker')?.shadowRoot;
  const items = [...(root?.querySelectorAll('ul:not([aria-hidden]) .item') ?? [])];
  const view = root?.querySelector('.view')?.getBoundingClientRect() ?? new DOMRect();
  return items.flatMap((item, at) => {
    const code = (item as HTMLElement).dataset.code;
    const figures = item.querySelector<HTMLElement>('.figures');
    const body = item.querySelector('.body')?.getBoundingClientRect() ?? new DOMRect();
    const next = items[at + 1]?.querySelector('.body')?.getBoundingClientRect();
    const parts = [...item.querySelectorAll('.base, .price, .percent, .badge')]
      .filter((it) => it.textContent)
      .map((it) => it.getBoundingClientRect());
    const found: string[] = [];
    const drawn = figures?.getBoundingClientRect().width ?? 0;
    if (figures?.offsetWidth && drawn / figures.offsetWidth < 0.99) found.push(`${code} is set narrower`);
    const right = Math.max(...parts.map((it) => it.right));
    if (next && next.top === body.top && right > next.left) found.push(`${code} is over its neighbour`);
    if (parts.some((it) => it.top < view.top || it.bottom > view.bottom)) found.push(`${code} is cut`);
    return found;
  });
}

async function settled(page: Page): Promise<string[]> {
  await page.waitForTimeout(400);
  return page.evaluate(crampedOf);
}

describe('text that a reader has made larger or wider', () => {
  it.each(['strip', 'compact', 'cards', 'list'])(
    'is neither cut nor narrower nor over its neighbour on a %s',
    async (look) => {
      for (const lang of ['en', 'ru']) {
        const page = await stage.open(`<currency-ticker look="${look}"></currency-ticker>`, { lang });
        await page.waitForFunction(
          () => Reflect.get(document.querySelector('currency-ticker') ?? {}, 'state') === 'live',
        );
        await page.evaluate(spaceText);
        expect(await settled(page), `${lang}, spaced`).toEqual([]);
        await page.evaluate(() => {
          document.documentElement.style.fontSize = '200%';
        });
        expect(await settled(page), `${lang}, spaced and doubled`).toEqual([]);
        stage.feed.push(rate('KZT', '475.09', { status: 'stale' }));
        expect(await settled(page), `${lang}, with a state`).toEqual([]);
        stage.feed.push(...FIVE);
        await page.context().close();
      }
    },
  );
});

/** For each rate of a list: how far its badge is from what stands before it and from the figures, in pixels. */
function roomOfBadges(): number[] {
  const root = document.querySelector('currency-ticker')?.shadowRoot;
  return [...(root?.querySelectorAll('.item') ?? [])].flatMap((item) => {
    const box = (of: string) => {
      const range = document.createRange();
      const part = item.querySelector(of);
      if (part) range.selectNodeContents(part);
      return range.getBoundingClientRect();
    };
    const badge = item.querySelector('.badge')?.getBoundingClientRect() ?? new DOMRect();
    if (!badge.width) return [];
    const isBeside = (other: DOMRect) => other.top < badge.bottom && badge.top < other.bottom;
    const before = ['.base', '.name'].map(box).filter(isBeside);
    const after = ['.price', '.percent'].map(box).filter(isBeside);
    return [
      ...before.map((it) => badge.left - it.right),
      ...after.map((it) => it.left - badge.right),
      item.getBoundingClientRect().right - badge.right,
    ];
  });
}

describe('a badge in a list', () => {
  it.each(['en', 'ru', 'ky', 'kk', 'uz', 'tg', 'tk'])(
    'keeps away from name and long figures at 320 px: %s',
    async (lang) => {
      const viewport = { width: 320, height: 640 };
      const ticker = '<currency-ticker look="list" digits="10"></currency-ticker>';
      // One stays live: where all have the same state, it is said once, below the list.
      const old = FIVE.slice(1);
      stage.feed.push(...old.map((it) => rate(it.base, '11987.4512', { status: 'stale' })));
      const page = await stage.open(ticker, { lang, viewport, until: 'currency-ticker .badge:not(:empty)' });
      await page.waitForTimeout(400);
      const room = await page.evaluate(roomOfBadges);
      expect(room.length).toBeGreaterThanOrEqual(12);
      expect(Math.min(...room)).toBeGreaterThanOrEqual(4);
      stage.feed.push(...FIVE);
      await page.context().close();
    },
  );
});

/** The parts of a list that touch another part of their row or leave the row. */
function crowdedOf(): string[] {
  const root = document.querySelector('currency-ticker')?.shadowRoot;
  return [...(root?.querySelectorAll<HTMLElement>('.item') ?? [])].flatMap((item) => {
    const row = item.getBoundingClientRect();
    const parts = [...item.querySelectorAll('.pair, .price, .name, .badge, .percent')].filter(
      (it) => it.textContent,
    );
    const boxes = parts.map((it) => it.getBoundingClientRect());
    return boxes.flatMap((box, at) => {
      const name = `${item.dataset.code} ${parts[at]?.className}`;
      const isOver = boxes.some(
        (other, n) =>
          n > at &&
          other.left < box.right - 0.5 &&
          box.left < other.right - 0.5 &&
          other.top < box.bottom - 4 &&
          box.top < other.bottom - 4,
      );
      const isOutside = box.left < row.left || box.right > row.right || box.bottom > row.bottom;
      return [
        ...(isOver ? [`${name} is over its neighbour`] : []),
        ...(isOutside ? [`${name} is outside`] : []),
      ];
    });
  });
}

describe('a list in a narrow place', () => {
  it.each([
    ['320 px with type of twice the size', 320, 'html{font-size:200%}'],
    ['a column of 160 px', 160, ''],
  ])('has no figure over a name: %s', async (_, width, css) => {
    stage.feed.push(...FIVE.slice(2).map((it) => ({ ...it, status: 'held' as const })));
    const body = `<div style="width:${width}px"><currency-ticker look="list"></currency-ticker></div>`;
    for (const [dir, lang] of [
      ['ltr', 'en'],
      ['rtl', 'ru'],
    ]) {
      const page = await stage.open(`<div dir="${dir}">${body}</div>`, {
        lang: lang ?? '',
        head: `<style>body{margin:0}${css}</style>`,
        until: '.badge:not(:empty)',
      });
      await page.waitForTimeout(300);
      expect(await page.evaluate(crowdedOf), dir).toEqual([]);
      await page.context().close();
    }
    stage.feed.push(...FIVE);
  });
});
