import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, startStage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage?.close());

/** The brightness of a part's colour, from 0 to 255. */
const brightnessOf = (page: Page, part: string, property: 'color' | 'backgroundColor' = 'color') =>
  page
    .locator(part)
    .first()
    .evaluate((it, name) => {
      const canvas = document.createElement('canvas').getContext('2d');
      if (!canvas) throw new Error('no canvas');
      canvas.fillStyle = getComputedStyle(it)[name];
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return Math.round(0.3 * red + 0.6 * green + 0.1 * blue);
    }, property);

const TICKER = '<currency-ticker></currency-ticker>';
const DARK = 'background:#111;color:#eee';

describe('the theme auto', () => {
  it.each([
    ['a page that declares nothing, for a reader in dark mode', '', TICKER, 'dark', false],
    ['a page dark by class on html', `<style>html.dark{${DARK}}</style>`, TICKER, 'light', true],
    ['a page dark by its body', `<style>body{${DARK}}</style>`, TICKER, 'light', true],
    [
      'a page dark by media',
      `<style>@media (prefers-color-scheme:dark){body{${DARK}}}</style>`,
      TICKER,
      'dark',
      true,
    ],
    ['a page that declares dark', '<style>:root{color-scheme:dark}</style>', TICKER, 'light', true],
    [
      'a dark part of a light page',
      `<style>header{${DARK}}</style>`,
      `<header>${TICKER}</header>`,
      'light',
      true,
    ],
    [
      'a light part of a dark page',
      `<style>body{${DARK}}main{background:#fff;color:#222}</style>`,
      `<main>${TICKER}</main>`,
      'dark',
      false,
    ],
    [
      'a text colour in another notation',
      '<style>body{background:oklch(20% 0 0);color:oklch(95% 0 0)}</style>',
      TICKER,
      'light',
      true,
    ],
  ] as const)('fits %s', async (_name, head, body, colorScheme, isDark) => {
    const page = await stage.open(`${body}<script>document.documentElement.className='dark'</script>`, {
      head,
      colorScheme,
    });
    expect((await brightnessOf(page, '.ticker', 'backgroundColor')) < 128).toBe(isDark);
    expect((await brightnessOf(page, '.price')) > 128).toBe(isDark);
    await page.context().close();
  });

  it('follows a page that is toggled, at once or by a transition', async () => {
    for (const transition of ['', ';transition:color .2s']) {
      const page = await stage.open(TICKER, {
        head: `<style>body{background:#fff;color:#111${transition}}body.dark{${DARK}}</style>`,
      });
      expect(await brightnessOf(page, '.price')).toBeLessThan(128);
      await page.evaluate(() => document.body.classList.add('dark'));
      await expect.poll(() => brightnessOf(page, '.price')).toBeGreaterThan(200);
      await page.evaluate(() => document.body.classList.remove('dark'));
      await expect.poll(() => brightnessOf(page, '.price')).toBeLessThan(60);
      await page.context().close();
    }
  });

  it.each(['list', 'cards'])(
    'keeps text and button of %s readable in dark mode on a light page',
    async (look) => {
      const page = await stage.open(`<currency-ticker look="${look}"></currency-ticker>`, {
        colorScheme: 'dark',
      });
      for (const part of ['.price', '.icon']) expect(await brightnessOf(page, part), part).toBeLessThan(140);
      await page.context().close();
    },
  );
});

describe('a theme that the page chooses', () => {
  it('has its own background in a list', async () => {
    const page = await stage.open('<currency-ticker look="list" theme="dark"></currency-ticker>');
    expect(await brightnessOf(page, '.list', 'backgroundColor')).toBeLessThan(60);
    await page.context().close();
  });

  it('takes the page’s text colour where it is transparent', async () => {
    const page = await stage.open(
      '<header><currency-ticker theme="transparent"></currency-ticker></header>',
      {
        head: '<style>header{background:#001f5b;color:#fffbe6}</style>',
      },
    );
    for (const part of ['.price', '.quote', '.percent', '.icon']) {
      const color = await page
        .locator(part)
        .first()
        .evaluate((it) => getComputedStyle(it).color);
      expect(color.replace('color(srgb 1 0.984314 0.901961)', 'rgb(255, 251, 230)'), part).toBe(
        'rgb(255, 251, 230)',
      );
    }
    await page.context().close();
  });
});

describe('the inherited styles of a page', () => {
  const LEAKS =
    'text-transform:uppercase;letter-spacing:4px;word-spacing:9px;text-indent:40px;text-shadow:2px 2px red;' +
    'text-align:center;font-style:italic;line-height:3;white-space:pre;-webkit-text-fill-color:red;font-variant:small-caps';

  it.each(['strip', 'cards', 'list'])('do not change a %s', async (look) => {
    const styleOf = (page: Page) =>
      page.locator('.price, .base, .pause').evaluateAll((parts) =>
        parts.slice(0, 3).map((it) => {
          const style = getComputedStyle(it);
          const { textTransform, letterSpacing, wordSpacing, textIndent, textShadow, textAlign } = style;
          const { fontStyle, lineHeight, whiteSpace, fontVariantCaps } = style;
          return [
            textTransform,
            letterSpacing,
            wordSpacing,
            textIndent,
            textShadow,
            textAlign,
            fontStyle,
          ].concat([
            lineHeight,
            whiteSpace,
            fontVariantCaps,
            style.getPropertyValue('-webkit-text-fill-color'),
          ]);
        }),
      );
    const body = `<currency-ticker look="${look}"></currency-ticker>`;
    const plain = await stage.open(body);
    const leaky = await stage.open(body, { head: `<style>body{${LEAKS}}</style>` });
    expect(await styleOf(leaky)).toEqual(await styleOf(plain));
    await plain.context().close();
    await leaky.context().close();
  });

  it('do not change the size of type and button where a rem is ten pixels', async () => {
    const page = await stage.open(TICKER, { head: '<style>html{font-size:62.5%}</style>' });
    const [type, button] = await page.evaluate(() => {
      const root = document.querySelector('currency-ticker')?.shadowRoot;
      const price = root?.querySelector('.price');
      const box = root?.querySelector('.pause')?.getBoundingClientRect();
      return [price && getComputedStyle(price).fontSize, box && Math.min(box.width, box.height)];
    });
    expect(type).toBe('15px');
    expect(button).toBeGreaterThanOrEqual(24);
    await page.context().close();
  });

  it('hide the ticker where the page is hidden', async () => {
    const page = await stage.open(TICKER, { head: '<style>body{visibility:hidden}</style>' });
    expect(await page.locator('.price').first().isVisible()).toBe(false);
    await page.context().close();
  });
});
