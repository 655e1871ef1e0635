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
