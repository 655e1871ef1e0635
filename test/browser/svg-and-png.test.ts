import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOOKS } from '../../src/attributes.ts';
import { PALETTES } from '../../src/serve/pictures/colours.ts';
import { overlapsOf } from '../support/drawing.ts';
import { type ServiceChild, startChild } from '../support/service/child.ts';
import { launch, type Site, startSite } from './chromium.ts';

let browser: Browser;
let site: Site;
let service: ServiceChild;
beforeAll(async () => {
  [browser, site, service] = await Promise.all([launch(), startSite(), startChild({ RATE_LIMIT: '0' })]);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([site?.close(), service?.end()]);
});

async function open(address: string, colorScheme: 'light' | 'dark' = 'light') {
  const page = await (await browser.newContext({ colorScheme })).newPage();
  const noise: string[] = [];
  page.on('console', (it) => noise.push(it.text()));
  page.on('pageerror', (it) => noise.push(String(it)));
  await page.goto(address);
  return { page, noise, close: () => page.context().close() };
}

/** A page of another origin whose policy allows only pictures of the service. */
function pageWith(source: string): string {
  return site.put(`/${encodeURIComponent(source)}`, {
    body: `<img crossorigin src="${service.origin}${source}" alt="Rates">`,
    headers: {
      'content-security-policy': `default-src 'none'; img-src data: ${service.origin}`,
      'cross-origin-embedder-policy': 'require-corp',
    },
  });
}

/** The box of each text in this browser's font, with only the middle half of its height, because lines are close. */
const textBoxes = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('text')].map((it) => {
      const { left, right, top, bottom, height } = it.getBoundingClientRect();
      return { what: it.textContent ?? '', left, right, top: top + height / 4, bottom: bottom - height / 4 };
    }),
  );

/** The colour of a pixel near the corner of the picture, as a CSS colour. */
const cornerOf = (page: Page) =>
  page.locator('img').evaluate((it: HTMLImageElement) => {
    const context = document.createElement('canvas').getContext('2d');
    context?.drawImage(it, 0, 0);
    const [red = 0, green = 0, blue = 0] = context?.getImageData(3, 3, 1, 1).data ?? [];
    return `#${[red, green, blue].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
  });

const CASES = LOOKS.split(' ').flatMap((look) =>
  [320, 1200].flatMap((width) => ['en', 'ky', 'uz'].map((lang) => [look, width, lang] as const)),
);

describe('an SVG of the rates', () => {
  it.each(CASES)(
    'as %s, %i wide, in %s has no overlapping texts in the fonts of this machine',
    async (...it) => {
      const [look, width, lang] = it;
      const { page, noise, close } = await open(
        `${service.origin}/rates.svg?look=${look}&width=${width}&lang=${lang}`,
      );
      const boxes = await textBoxes(page);
      expect(boxes.length).toBeGreaterThan(15);
      expect(overlapsOf(boxes, 2)).toEqual([]);
      const height = Number(await page.locator('svg').getAttribute('height'));
      for (const { what, left, right, top, bottom } of boxes) {
        expect(left, what).toBeGreaterThanOrEqual(0);
        expect(right, what).toBeLessThanOrEqual(width);
        expect(top, what).toBeGreaterThanOrEqual(0);
        expect(bottom, what).toBeLessThanOrEqual(height);
      }
      // Its policy allows its style sheet, and it loads nothing else.
      expect(noise).toEqual([]);
      const fill = await page.locator('.ground').evaluate((ground) => getComputedStyle(ground).fill);
      expect(fill).toBe('rgb(255, 255, 255)');
      await close();
    },
  );

  it('has a title and a description for screen readers', async () => {
    const { page, close } = await open(
      site.put('/inline', { body: await inline('/rates.svg?lang=ru&codes=KGS') }),
    );
    const tree = await page.locator('body').ariaSnapshot();
    expect(tree).toContain('img "Курсы валют"');
    expect(await page.locator('desc').textContent()).toMatch(
      /^KGS\/USD 0,011435, —, архивный\. 23\.05\.2026/,
    );
    await close();
  });

  it.each(['light', 'dark'] as const)(
    'in an img element follows the scheme of a reader in %s',
    async (scheme) => {
      const { page, noise, close } = await open(pageWith('/rates.svg?look=list'), scheme);
      expect(await cornerOf(page)).toBe(PALETTES[scheme].ground);
      const picture = await page.locator('img').screenshot();
      const fixed = await open(pageWith(`/rates.svg?look=list&theme=${scheme}`));
      expect(picture.equals(await fixed.page.locator('img').screenshot())).toBe(true);
      // A blank picture of this size would have some hundred bytes.
      expect(picture.length).toBeGreaterThan(5_000);
      expect(noise).toEqual([]);
      await fixed.close();
      await close();
    },
  );
});

describe('a PNG of the rates', () => {
  it.each(['light', 'dark'] as const)('in %s is the same for every reader', async (theme) => {
    const { page, noise, close } = await open(pageWith(`/rates.png?theme=${theme}`), 'dark');
    expect(await page.locator('img').evaluate((it: HTMLImageElement) => it.naturalWidth)).toBe(1200);
    expect(await cornerOf(page)).toBe(PALETTES[theme].ground);
    expect(noise).toEqual([]);
    await close();
  });
});

describe('the preview of the page /', () => {
  it('has a picture of the stated size', async () => {
    const { page, close } = await open(`${service.origin}/`);
    const content = (name: string) =>
      page.locator(`meta[property="og:image${name}"]`).getAttribute('content');
    const [address, width, height] = await Promise.all([content(''), content(':width'), content(':height')]);
    const size = await page.evaluate(async (src) => {
      const bitmap = await createImageBitmap(await (await fetch(src)).blob());
      return [bitmap.width, bitmap.height].map(String);
    }, address ?? '');
    expect(size).toEqual([width, height]);
    await close();
  });
});

const inline = async (path: string) => (await fetch(service.origin + path)).text();
