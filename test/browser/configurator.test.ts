import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServiceChild, startChild } from '../support/service/child.ts';
import { launch } from './chromium.ts';
import { findFaint } from './strangers/contrast.ts';
import { paintedTextsOf } from './strangers/measure.ts';

let browser: Browser;
let service: ServiceChild;
beforeAll(async () => {
  [browser, service] = await Promise.all([launch(), startChild({ RATE_LIMIT: '0' })]);
});
afterAll(async () => {
  await browser?.close();
  await service?.end();
});

async function open(path = '/', context: BrowserContextOptions = {}): Promise<Page> {
  const page = await (
    await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'en-US', ...context })
  ).newPage();
  page.setDefaultTimeout(5_000);
  await page.goto(service.origin + path);
  await page.frameLocator('iframe').locator('.item .price').first().waitFor();
  return page;
}

const ticker = (page: Page) => page.frameLocator('iframe').locator('currency-ticker');
const tag = (page: Page) => page.locator('[data-way=tag] [data-part=code]').innerText();
const choose = (page: Page, name: string) => page.locator('form').getByLabel(name, { exact: true }).click();
const search = (page: Page) => new URL(page.url()).search;

describe('the configurator', () => {
  it('shows each look at once, and keeps it visible', async () => {
    const page = await open();
    for (const look of ['Compact', 'Cards', 'List', 'Strip']) {
      await choose(page, look);
      await ticker(page).locator(`.as-${look.toLowerCase()} .price`).first().waitFor();
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight / 2));
      const { y = -1, height = 0 } = (await page.locator('.stage').boundingBox()) ?? {};
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y + height).toBeLessThan(720 / 2);
      expect(height).toBeGreaterThan(30);
    }
    await page.context().close();
  });

  it('has backgrounds with their own colour scheme, and a phone', async () => {
    const page = await open('/', { colorScheme: 'dark' });
    const ink = () =>
      ticker(page)
        .locator('.price')
        .first()
        .evaluate((it) => getComputedStyle(it).color);
    const onLight = await ink();
    await page.locator('.tools').getByLabel('Dark').click();
    await expect.poll(ink).not.toBe(onLight);
    await page.locator('.tools').getByLabel('Photo').click();
    const picture = () =>
      ticker(page).evaluate((it) => getComputedStyle(it.ownerDocument.documentElement).backgroundImage);
    expect(await picture()).toContain('data:image/svg');
    await page.getByLabel('Phone width').check();
    expect((await page.locator('iframe').boundingBox())?.width).toBe(360);
    await page.context().close();
  });

  it.each(['light', 'dark', 'photo'])('has every look readable on its background: %s', async (ground) => {
    const page = await open('/', { reducedMotion: 'reduce', viewport: { width: 1280, height: 1200 } });
    const bench = await browser.newPage();
    await page.locator(`.tools [value=${ground}]`).check({ force: true });
    for (const look of ['Strip', 'Compact', 'Cards', 'List']) {
      await choose(page, look);
      await ticker(page).locator(`.as-${look.toLowerCase()} .price`).first().waitFor();
      await page.waitForTimeout(200);
      const body = page.frameLocator('iframe').locator('body');
      const texts = await body.evaluate(paintedTextsOf);
      expect(texts.length, look).toBeGreaterThan(5);
      const faint = await findFaint(bench, await body.screenshot(), texts);
      expect(
        faint.map(({ part, contrast, color, background }) => `${part} ${contrast} ${color} on ${background}`),
        look,
      ).toEqual([]);
    }
    await bench.close();
    await page.context().close();
  });

  it('prints what is chosen, and nothing that is the default', async () => {
    const page = await open();
    expect(await tag(page)).toBe(`<script async src="${service.origin}/widget.js"></script>`);
    await choose(page, 'List');
    await page.getByLabel('Decimal places instead').fill('5');
    await page.getByLabel('Price of').selectOption('100');
    await page.getByLabel('Local units for one dollar').check();
    await page.getByLabel('Language', { exact: true }).selectOption('ru');
    expect(await tag(page)).toContain(
      'data-look="list" data-lang="ru" data-decimals="5" data-per="100" data-invert>',
    );
    expect(await ticker(page).getAttribute('decimals')).toBe('5');
    await page.getByRole('button', { name: 'Start over' }).click();
    expect(await tag(page)).toBe(`<script async src="${service.origin}/widget.js"></script>`);
    expect(search(page)).toBe('');
    await page.context().close();
  });

  it('keeps the choice in its address, over a reload and over the way back from the documentation', async () => {
    const page = await open();
    await choose(page, 'Cards');
    await choose(page, 'KGS');
    const chosen = await tag(page);
    expect(search(page)).toBe('?codes=KZT,TJS,UZS,TMT&look=cards');
    await page.reload();
    await ticker(page).locator('.as-cards .price').first().waitFor();
    expect(await tag(page)).toBe(chosen);
    await page.getByRole('link', { name: 'API', exact: true }).click();
    await page.waitForURL('**/docs');
    await page.goBack();
    await ticker(page).locator('.as-cards .price').first().waitFor();
    expect(await tag(page)).toBe(chosen);
    expect(await page.locator('form input[value=cards]').isChecked()).toBe(true);
    await page.context().close();
  });

  it('shows currencies in the order in which they are ticked, and keeps the last one', async () => {
    const page = await open('/?codes=UZS');
    await choose(page, 'UZS');
    await page.getByText('At least one currency stays.').waitFor();
    expect(await page.locator('[value=UZS]').isChecked()).toBe(true);
    await choose(page, 'KGS');
    expect(await tag(page)).toContain('data-codes="UZS,KGS"');
    await page.context().close();
  });

  it('shows the speed, and offers neither speed nor direction for a look that stands still', async () => {
    const page = await open('/?speed=123');
    expect(await page.locator('output').innerText()).toBe('123');
    const slider = page.locator('[name=speed]');
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('output').innerText()).toBe('124');
    await choose(page, 'List');
    expect(await slider.isDisabled()).toBe(true);
    expect(await page.locator('[name=direction]').first().isDisabled()).toBe(true);
    expect(await tag(page)).not.toContain('speed');
    await choose(page, 'Strip');
    expect(await tag(page)).toContain('data-speed="124"');
    await page.context().close();
  });

  it('copies each code and each policy unchanged, and confirms it', async () => {
    const page = await open('/?look=list');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: service.origin });
    const boxes = page.locator('.copyable');
    expect(await boxes.count()).toBe(14);
    for (const box of await boxes.all()) {
      await box.getByRole('button').click();
      await box.getByText('Copied').waitFor();
      await expect.poll(() => page.locator('.announcement').textContent()).toBe('Copied');
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
        await box.locator('pre').textContent(),
      );
    }
    await page.context().close();
  });

  it('sends no request to a third party, violates no policy, and can be used with keys alone', async () => {
    const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
    const noise: string[] = [];
    const asked = new Set<string>();
    page.on('console', (it) => noise.push(it.text()));
    page.on('pageerror', (it) => noise.push(String(it)));
    page.on('request', (it) => asked.add(it.url().startsWith('data:') ? '' : new URL(it.url()).origin));
    await page.goto(service.origin);
    await ticker(page).locator('.price').first().waitFor();
    await page.locator('form [name=look]').first().focus();
    for (let n = 0; n < 3; n += 1) await page.keyboard.press('ArrowRight');
    expect(await tag(page)).toContain('data-look="list"');
    await page.locator('.tools').getByLabel('Photo').click();
    await ticker(page).locator('.as-list .price').first().waitFor();
    expect(noise).toEqual([]);
    expect([...asked].filter((origin) => origin !== '' && origin !== 'null')).toEqual([service.origin]);
    await page.context().close();
  });

  it.each([
    ['light', 320],
    ['dark', 1280],
  ] as const)('leaves axe nothing to find: %s at %i', async (colorScheme, width) => {
    const page = await open('/', {
      colorScheme,
      viewport: { width, height: 720 },
      bypassCSP: true,
      reducedMotion: 'reduce',
    });
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const { violations } = await (Reflect.get(window, 'axe') as typeof axe).run(document, {
        iframes: false,
      });
      return violations.map((it) => `${it.id}: ${it.nodes[0]?.html}`);
    });
    expect(found).toEqual([]);
    await page.context().close();
  });

  it.each(['en', 'ru', 'kk', 'ky', 'tg', 'uz', 'tk'])('fits 320 pixels in %s', async (ui) => {
    const page = await open(`/?ui=${ui}&look=list`, { viewport: { width: 320, height: 640 } });
    expect(await page.locator('html').getAttribute('lang')).toBe(ui);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('has visible edges around its controls: %s', async (it) => {
    const page = await open('/', { colorScheme: it });
    const [edge, ground] = await page
      .locator('select')
      .first()
      .evaluate((select) => {
        const { borderColor, backgroundColor } = getComputedStyle(select);
        return [borderColor, backgroundColor];
      });
    expect(contrast(edge ?? '', ground ?? '')).toBeGreaterThanOrEqual(3);
    await page.context().close();
  });
});

/** The contrast of WCAG between two colours such as `rgb(1, 2, 3)`. */
function contrast(one: string, other: string): number {
  const light = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
      const share = Number(part) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  };
  const [high = 1, low = 1] = [light(one), light(other)].sort((a, b) => b - a);
  return high / low;
}
