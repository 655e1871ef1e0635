import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServiceChild, startChild } from '../support/service/child.ts';
import { type Stage, startStage } from './stage.ts';

let stage: Stage;
let service: ServiceChild;
beforeAll(async () => {
  [stage, service] = await Promise.all([startStage(), startChild()]);
});
afterAll(() => Promise.all([stage?.close(), service?.end()]));

const LIST = '<currency-ticker look="list"></currency-ticker>';
const STRIP = '<currency-ticker></currency-ticker>';
const PART = '**/widget/hands-*.js';

async function hover(page: Page): Promise<void> {
  await page.mouse.move(1, 699);
  await page.locator('.body').first().hover();
}

describe('the part for pointer and keyboard', () => {
  it('is loaded by the script whose integrity the service has published', async () => {
    const about = (await (await fetch(`${service.origin}/widget.json`)).json()) as Record<string, string>;
    const src = new URL(about.url ?? '', service.origin).href;
    const tag = `<script async crossorigin src="${src}" integrity="${about.integrity}" data-look="list"></script>`;
    const page = await stage.open(tag, { hasOwnScript: true });
    await hover(page);
    await page.locator('.tip').waitFor();
    await page.context().close();
  });

  it('is loaded where a policy admits scripts by a nonce alone', async () => {
    const { origin } = stage.feed;
    const connect = `connect-src ${origin} ${origin.replace('http', 'ws')}`;
    const policy = `default-src 'none'; script-src 'nonce-own'; ${connect}; require-trusted-types-for 'script'`;
    const page = await stage.open(`${LIST}<script async nonce="own" src="${origin}/widget.js"></script>`, {
      head: `<meta http-equiv="content-security-policy" content="${policy}">`,
      hasOwnScript: true,
    });
    await hover(page);
    await page.locator('.tip').waitFor();
    await page.context().close();
  });

  it('leaves the figures as they are where it cannot be loaded', async () => {
    const page = await stage.open('<p>A foreign page</p>', { until: '' });
    await page.route(PART, (route) => route.abort());
    await page.reload();
    await page.evaluate((markup) => document.body.insertAdjacentHTML('afterbegin', markup), LIST);
    await page.locator('.price').first().waitFor();
    await hover(page);
    await page.waitForTimeout(600);
    expect(await page.locator('.tip').count()).toBe(0);
    expect(stage.errors).toEqual([]);
    await page.context().close();
  });
});

describe('the figures of a list and of cards', () => {
  it.each(['list', 'cards'])('are copied by mouse and keys from a %s', async (look) => {
    const page = await stage.open(`<currency-ticker look="${look}"></currency-ticker>`);
    await page
      .context()
      .grantPermissions(['clipboard-read', 'clipboard-write'], { origin: stage.feed.origin });
    await page
      .context()
      .grantPermissions(['clipboard-read', 'clipboard-write'], { origin: stage.site.origin });
    const { x, y, width, height } = (await page.locator('[data-code=KZT] .price').boundingBox()) ?? {
      x: 0,
      y: 0,
      width: 0,
      height: 0,
    };
    await page.mouse.move(x + 1, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width - 1, y + height / 2, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.press('Control+C');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('0.0021049');
    await page.context().close();
  });
});

describe('the edge of a strip', () => {
  it.each([1, 43])('opens a tooltip too, at %i px of its 44', async (top) => {
    const page = await stage.open('<currency-ticker speed="0"></currency-ticker>', {
      head: '<style>body{margin:0}</style>',
    });
    const { x = 0 } =
      (await page.locator('ul:not([aria-hidden]) [data-code=KZT] .price').boundingBox()) ?? {};
    await page.mouse.move(x + 5, top);
    await page.locator('.tip', { hasText: '475.09' }).waitFor();
    await page.context().close();
  });
});

describe('pointer and keys', () => {
  it('work on the whole height of the strip', async () => {
    const page = await stage.open(STRIP);
    const [item, box] = await page.evaluate(() => {
      const root = document.querySelector('currency-ticker')?.shadowRoot;
      return ['.item', '.ticker'].map((it) => root?.querySelector(it)?.getBoundingClientRect().height ?? 0);
    });
    expect(item).toBeGreaterThanOrEqual((box ?? 0) - 2);
    await page.context().close();
  });

  it.each(['strip', 'compact', 'list', 'cards'])(
    'show a whole focus ring, and a button away from the edge, on a %s',
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

  it('go to the ends by Home and End, and do not scroll the page', async () => {
    const page = await stage.open(`${STRIP}<div style="height:3000px">text</div>`, { until: '.tip' });
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

  it.each(['list', 'cards'])('let figures of %s be copied, and open by Enter', async (look) => {
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
