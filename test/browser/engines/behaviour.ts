// test: the behaviour of the ticker, the same in every browser.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../../widget/define.ts';
import { until } from '../../support/until.ts';
import { type Site, startSite } from '../chromium.ts';
import { change, FIVE, rate, startFeed, type TestFeed } from '../feed.ts';
import { seamsOf, watchBelt } from '../watch.ts';
import type { Engine, EnginePage, Launcher } from './engine.ts';
import { clippedOf, countNodes, isShown, LANGUAGES, languagesOf, rectOf, textOf } from './look.ts';
import { noteResult } from './table.ts';

/** Parents that take their width from their content. A belt that fills its parent could widen it without end. */
const GROWING_PARENTS = {
  'flex row': ['display:flex', 'flex:none'],
  '1fr grid': ['display:grid;grid-template-columns:1fr', ''],
  float: ['', 'float:left'],
  'inline-block': ['', 'display:inline-block'],
  absolute: ['position:relative;height:60px', 'position:absolute'],
  'table cell': ['display:table', 'display:table-cell'],
  'fit-content': ['', 'width:fit-content'],
};

/** Within half of this time, a belt that grows without end has doubled its width several times. */
const SETTLED_MS = 500;
const GROWTH_MS = 1_500;

export function describeBehaviour(launcher: Launcher): void {
  // A browser without a graphics card shares two cores with the rest of the run, so a frame can come late. Then the test
  // runs once more.
  describe(launcher.name, { retry: 1 }, () => {
    let site: Site;
    let feed: TestFeed;
    let engine: Engine;
    let page: EnginePage;

    beforeAll(async () => {
      [site, feed, engine] = await Promise.all([
        startSite(),
        startFeed(),
        launcher.launch({ reducedMotion: false }),
      ]);
    });
    afterEach(async ({ task }) => {
      noteResult(launcher.name, task.name, task.result?.state === 'pass');
      await page?.close();
    });
    afterAll(async () => {
      await engine?.close();
      await Promise.all([site?.close(), feed?.close()]);
    });

    const script = () => `<script async src="${feed.origin}/widget.js"></script>`;
    const shown = (what = 'the first figures') => until(what, () => page.evaluate(isShown));
    const live = () =>
      until('live', () => page.evaluate(() => document.querySelector('currency-ticker')?.state === 'live'));

    async function open(body: string, width = 1280, browser = engine): Promise<void> {
      page = await browser.open(width, 600);
      await page.goto(site.put('/engine', { body: body + script() }));
      await shown();
    }

    /** The middle of a part of the first ticker. */
    async function middleOf(selector: string): Promise<[x: number, y: number]> {
      const { left, top, width, height } = await page.evaluate(rectOf, selector);
      return [left + width / 2, top + height / 2];
    }

    async function click(selector: string): Promise<void> {
      await page.move(...(await middleOf(selector)));
      await page.down();
      await page.up();
    }

    const hover = async (selector: string) => page.move(...(await middleOf(selector)));
    const away = () => page.move(640, 550);

    it('has no seam', async () => {
      await open('<currency-ticker></currency-ticker><currency-ticker codes="KGS"></currency-ticker>', 600);
      for (const width of [600, 1_280, 2_560]) {
        await page.resize(width, 600);
        expect(await seamsOf(page), `${width} px`).toEqual([0, 0]);
      }
      await page.evaluate(() => document.querySelector('currency-ticker')?.remove());
      expect(await seamsOf(page), 'one currency').toEqual([0, 0]);
    });

    it('does not jump under updates', async () => {
      await open('<currency-ticker></currency-ticker>');
      await live();
      const watched = watchBelt(page, 4_000);
      for (let n = 0; n < 150; n += 1) {
        const inverse = (475 * 10 ** (((n * 7) % 20) / 10 - 1)).toFixed(4);
        feed.push(rate('KZT', inverse, { change: change(`${n}.31`, `-${n}.31`) }));
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      const seen = await watched;
      feed.push(...FIVE);
      expect(seen.frames).toBeGreaterThan(40);
      expect(seen.jump).toBeLessThanOrEqual(0.5);
      expect(seen.gap).toBeLessThanOrEqual(0.5);
    });

    it('pauses by its button', async () => {
      await open('<currency-ticker></currency-ticker>');
      await live();
      await click('.pause');
      const left = async () => (await page.evaluate(rectOf, '.list')).left;
      let before = Number.NaN;
      await until('it stands still', async () => {
        const last = before;
        before = await left();
        return last === before;
      });
      feed.push(rate('KZT', '500.00'));
      await until(
        'the new rate is known',
        () =>
          page.evaluate(() =>
            document.querySelector('currency-ticker')?.rates.some((it) => it.inverse === '500.00'),
          ) as Promise<boolean>,
      );
      expect(await left()).toBe(before);
      expect(await page.evaluate(textOf, '[data-code=KZT] .price')).toBe('0.0021049');
      await click('.pause');
      await away();
      await until(
        'the newest figure',
        async () => (await page.evaluate(textOf, '[data-code=KZT] .price')) === '0.0020000',
      );
      await until('motion', async () => (await left()) !== before);
      feed.push(...FIVE);
    });

    it('slows under a mouse and stops for the keyboard', async () => {
      await open('<currency-ticker></currency-ticker>');
      const speed = async () => Math.abs((await watchBelt(page, 600)).speed);
      await page.move(640, 20);
      await until('slow', async () => (await speed()) < 30);
      await away();
      await until('fast again', async () => (await speed()) > 45);
      await page.press('Tab');
      await until('still', async () => (await speed()) === 0);
    });

    it('is a still list for a reader who wants less motion', async () => {
      const still = await launcher.launch({ reducedMotion: true });
      try {
        await open('<div style="width:320px"><currency-ticker></currency-ticker></div>', 1280, still);
        const seen = await page.evaluate(() => {
          const root = document.querySelector('currency-ticker')?.shadowRoot;
          const view = root?.querySelector('.view');
          const animations = root?.getAnimations().length;
          const lists = root?.querySelectorAll('.list').length;
          return { animations, lists, canBeSwiped: !!view && view.scrollWidth > view.clientWidth };
        });
        expect(seen).toEqual({ animations: 0, lists: 1, canBeSwiped: true });
        await page.close();
      } finally {
        await still.close();
      }
      page = await engine.open(600, 600);
    });

    it('keeps a tooltip at its item', async () => {
      await open('<currency-ticker></currency-ticker>');
      await live();
      const kzt = 'ul:not([aria-hidden]) [data-code=KZT] button';
      const tip = () => page.evaluate(textOf, '.tip');
      await hover(kzt);
      await until('the tooltip of KZT', async () => (await tip()).includes('1 USD = 475.09 KZT'));
      const { left } = await page.evaluate(rectOf, kzt);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(Math.abs((await page.evaluate(rectOf, kzt)).left - left), 'its item stands still').toBeLessThan(
        1,
      );
      const described = (await page.evaluate(() => {
        const root = document.querySelector('currency-ticker')?.shadowRoot;
        const buttons = [...(root?.querySelectorAll('ul:not([aria-hidden]) button') ?? [])];
        return buttons
          .filter((it) => {
            const id = it.getAttribute('aria-describedby');
            return id && root?.getElementById(id)?.textContent?.includes('475.09');
          })
          .map((it) => it.closest('li')?.dataset.code);
      })) as string[];
      expect(described, 'items that a screen reader hears with its figures').toEqual(['KZT']);
      await page.press('Escape');
      await until('Escape has closed it', async () => (await tip()) === '');
      await away();
      await page.press('Tab');
      await until('the tooltip of the focused item', async () => (await tip()).includes('1 USD = 87.45'));
    });

    it.each(['strip', 'compact', 'cards', 'list'])(
      'shows the whole focus ring and the whole badge of a %s',
      async (look) => {
        await open(`<currency-ticker look="${look}"></currency-ticker>`);
        await live();
        feed.push(...FIVE.map((it, n) => (n % 2 ? it : { ...it, status: 'stale' as const })));
        await until(
          'a badge',
          async () => (await page.evaluate(textOf, '[data-code=KGS] .badge')) === 'stale',
        );
        await page.press('Tab');
        await until('the focus', () =>
          page.evaluate(() => !!document.querySelector('currency-ticker')?.shadowRoot?.activeElement),
        );
        expect(await page.evaluate(clippedOf)).toEqual([]);
        feed.push(...FIVE);
      },
    );

    it('shows an update within a second', async () => {
      await open('<currency-ticker look="list"></currency-ticker>');
      await live();
      const pushed = performance.now();
      feed.push(rate('KZT', '500.00'));
      await until(
        'the new figure',
        async () => (await page.evaluate(textOf, '[data-code=KZT] .price')) === '0.0020000',
      );
      expect(performance.now() - pushed).toBeLessThan(1_000);
      feed.push(...FIVE);
    });

    it('works under a strict policy', async () => {
      page = await engine.open(1280, 600);
      const connect = `connect-src ${feed.origin} ${feed.origin.replace('http', 'ws')}`;
      const policy = `default-src 'none'; script-src ${feed.origin} 'nonce-own'; ${connect}; img-src data:`;
      const trusted = `require-trusted-types-for 'script'; trusted-types 'none'`;
      const listen = `window.noise = [];
        addEventListener('securitypolicyviolation', (it) => noise.push(it.violatedDirective + ' ' + it.blockedURI));
        addEventListener('error', (it) => noise.push(it.message));`;
      await page.goto(
        site.put('/strict', {
          head: `<script nonce="own">${listen}</script>`,
          body: `${script()}<p>text</p>`,
          headers: { 'content-security-policy': `${policy}; ${trusted}` },
        }),
      );
      await shown();
      await live();
      await page.press('Tab');
      await until('a tooltip', async () => (await page.evaluate(textOf, '.tip')) !== '');
      const noise = await page.evaluate(() => Reflect.get(window, 'noise') as string[]);
      expect(noise).toEqual([]);
    });

    it('does not grow in parents that take their width from it', async () => {
      const places = Object.entries(GROWING_PARENTS).map(
        ([name, [outer, inner]]) =>
          `<section style="clear:both;${outer}"><div style="${inner}"><currency-ticker data-in="${name}"></currency-ticker></div></section>`,
      );
      await open(places.join(''));
      // The first copies are added a frame or two later, when the widths are known.
      await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
      const before = await page.evaluate(countNodes);
      await new Promise((resolve) => setTimeout(resolve, GROWTH_MS));
      expect(await page.evaluate(countNodes)).toEqual(before);
      expect(before.filter((it) => it.width > 1_280 || it.width < 200)).toEqual([]);
      const pageWidth = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(pageWidth).toBeLessThanOrEqual(1_280);
    });

    it('has seven languages', async () => {
      const tickers = LANGUAGES.map(
        ([lang]) =>
          `<section lang="${lang}"><currency-ticker look="list" invert></currency-ticker></section>`,
      );
      await open(tickers.join(''));
      // The words of a language may be loaded after the figures.
      await expect.poll(() => page.evaluate(languagesOf), { timeout: 5_000 }).toEqual(LANGUAGES);
    });
  });
}
