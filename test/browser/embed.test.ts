import { readFile } from 'node:fs/promises';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServiceChild, startChild } from '../support/service/child.ts';
import { launch, type Site, startSite } from './chromium.ts';

let browser: Browser;
let site: Site;
let service: ServiceChild;

beforeAll(async () => {
  [browser, site, service] = await Promise.all([launch(), startSite(), startChild()]);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([site?.close(), service?.end()]);
});

/** The iframe of an oEmbed answer on a publisher's page. */
async function framed(query: string): Promise<Page> {
  const address = encodeURIComponent(`${service.origin}/embed${query}`);
  const { html } = (await (await fetch(`${service.origin}/oembed?url=${address}`)).json()) as {
    html: string;
  };
  const page = await (await browser.newContext({ viewport: { width: 900, height: 700 } })).newPage();
  await page.goto(
    site.put('/embedding', {
      body: html.replace('src="', `src="${html.includes('http') ? '' : service.origin}`),
    }),
  );
  await page.frameLocator('iframe').locator('.price').first().waitFor({ state: 'attached' });
  return page;
}

describe('the iframe of an oEmbed answer', () => {
  it.each(['strip', 'compact', 'cards', 'list', 'list&codes=KGS', 'list&codes=kgs, kzt,UZS'])(
    'is as high as a %s with its button',
    async (look) => {
      const page = await framed(`?look=${look}`);
      const frame = page.frameLocator('iframe');
      const [needed, height] = await frame.locator('html').evaluate((it) => {
        const root = document.querySelector('currency-ticker')?.shadowRoot;
        const bottoms = ['.item:last-child', '.pause'].map(
          (part) => root?.querySelector(part)?.getBoundingClientRect().bottom ?? 0,
        );
        return [Math.max(it.scrollHeight, ...bottoms), innerHeight];
      });
      expect(needed).toBeLessThanOrEqual(height ?? 0);
      expect(needed).toBeGreaterThan((height ?? 0) - 16);
      await page.context().close();
    },
  );

  it('shows the whole tooltip in the height of a strip', async () => {
    const page = await framed('?speed=0');
    const frame = page.frameLocator('iframe');
    await frame.locator('ul:not([aria-hidden]) .item').nth(1).hover();
    const tip = frame.locator('.tip:visible');
    await tip.waitFor();
    const { height = 0, width = 0 } = (await tip.boundingBox()) ?? {};
    expect(height).toBeGreaterThan(40);
    expect(width).toBeGreaterThan(500);
    const lines = await frame
      .locator('.line')
      .evaluateAll((all) => all.map((it) => it.getBoundingClientRect().height));
    expect(Math.max(...lines)).toBeLessThan(30);
    await page.context().close();
  });
});

describe('the height of the frame', () => {
  /** The code of docs/recipes.md, with an iframe whose first height is too small. */
  async function recipe(look: string, attribute = ''): Promise<Page> {
    const text = await readFile(new URL('../../docs/recipes.md', import.meta.url), 'utf8');
    const [, code = ''] = /## An iframe as high as its ticker.*?```html\n(.*?)```/s.exec(text) ?? [];
    const body = code
      .replaceAll('https://rates.example', service.origin)
      .replace('look=list', `look=${look}`)
      .replace('height="348"', `height="10" ${attribute}`);
    const page = await (await browser.newContext({ viewport: { width: 600, height: 700 } })).newPage();
    await page.goto(site.put('/following', { body }));
    return page;
  }
  const boxOf = async (page: Page) => {
    const frame = page.frameLocator('iframe');
    const content = () =>
      frame.locator('currency-ticker').evaluate((it) => Math.ceil(it.getBoundingClientRect().height));
    const height = Number(await page.locator('iframe').getAttribute('height'));
    return {
      height,
      content: await content(),
      room: await frame.locator('html').evaluate((it) => it.scrollHeight),
    };
  };

  it.each([
    ['strip', ''],
    ['list', ''],
    ['cards', 'sandbox="allow-scripts"'],
  ])('is set to that of a %s by the recipe, %s', async (look, attribute) => {
    const page = await recipe(look, attribute);
    await page.frameLocator('iframe').locator('.price').first().waitFor({ state: 'attached' });
    await expect.poll(() => page.locator('iframe').getAttribute('height')).not.toBe('10');
    // The height is exact.
    await expect
      .poll(async () => {
        const { height, content, room } = await boxOf(page);
        return height === content && height === room;
      })
      .toBe(true);
    await page.context().close();
  });

  it('changes with the currencies', async () => {
    const page = await recipe('list&codes=KGS');
    const ticker = page.frameLocator('iframe').locator('currency-ticker');
    await ticker.locator('.price').first().waitFor();
    const height = async () => (await boxOf(page)).height;
    await expect.poll(height).toBeGreaterThan(90);
    expect(await height()).toBeLessThan(110);
    await ticker.evaluate((it) => it.removeAttribute('codes'));
    await expect.poll(height, { timeout: 10_000 }).toBeGreaterThan(300);
    await page.context().close();
  });

  it('is sent again when the parent requests it late', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(site.put('/late', { body: `<iframe src="${service.origin}/embed"></iframe>` }));
    await page.frameLocator('iframe').locator('.price').first().waitFor({ state: 'attached' });
    const told = await page.evaluate(
      () =>
        new Promise((resolve) => {
          addEventListener('message', ({ data }) => resolve(data));
          document.querySelector('iframe')?.contentWindow?.postMessage('ticker:height', '*');
        }),
    );
    const height = await page
      .frameLocator('iframe')
      .locator('currency-ticker')
      .evaluate((it) => it.clientHeight);
    expect(height).toBeGreaterThan(40);
    expect(told).toEqual({ type: 'ticker:height', height });
    await page.context().close();
  });
});

describe('the page of the iframe', () => {
  it('has the scheme of its theme, a main part and a heading', async () => {
    const page = await (await browser.newContext({ colorScheme: 'light', bypassCSP: true })).newPage();
    await page.goto(`${service.origin}/embed?theme=dark`);
    await page.locator('.price').first().waitFor({ state: 'attached' });
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const { violations } = await (Reflect.get(window, 'axe') as typeof axe).run(document);
      return violations.map((it) => `${it.id}: ${it.nodes[0]?.html}`);
    });
    expect(found).toEqual([]);
    await page.context().close();
  });

  it.each([
    ['', true],
    ['?theme=auto&look=list', true],
    ['?theme=transparent', false],
    ['?theme=light&look=cards', false],
  ])('has a ground of its own only where its text follows the reader: "%s"', async (query, isOpaque) => {
    // In a page that is dark without a word about it, the frame has the light scheme.
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await (await browser.newContext({ colorScheme })).newPage();
      await page.goto(`${service.origin}/embed${query}`);
      const [ground, text] = await page.evaluate(() =>
        ['backgroundColor', 'color'].map((it) => Reflect.get(getComputedStyle(document.documentElement), it)),
      );
      expect(ground !== 'rgba(0, 0, 0, 0)', colorScheme).toBe(isOpaque);
      expect(ground).not.toBe(text);
      await page.context().close();
    }
  });

  it('shows date and state of each rate at 320 px without scripts', async () => {
    const viewport = { width: 320, height: 348 };
    const page = await (await browser.newContext({ viewport, javaScriptEnabled: false })).newPage();
    await page.goto(`${service.origin}/embed?look=list`);
    const rows = page.locator('li');
    expect(await rows.count()).toBe(5);
    const widths = await rows.evaluateAll((all) =>
      all.map((it) => {
        const text = document.createRange();
        text.selectNodeContents(it);
        return text.getBoundingClientRect().right;
      }),
    );
    expect(Math.max(...widths)).toBeLessThanOrEqual(320);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(348);
    await page.context().close();
  });
});
