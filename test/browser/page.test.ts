import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../widget/define.ts';
import { type ServiceChild, startChild } from '../support/service/child.ts';
import { launch, type Site, startSite } from './chromium.ts';
import { change, FIVE, rate, startFeed } from './feed.ts';
import { shiftOf } from './watch.ts';

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

const tag = (more = '') => `<script async src="${service.origin}/widget.js"${more}></script>`;
const shown = (page: Page) => page.locator('currency-ticker .item .price').first().waitFor();

async function open(body: string, headers: Record<string, string> = {}, head = ''): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 700 } })).newPage();
  await page.goto(site.put('/page', { body, headers, head }));
  return page;
}

describe('a strict page', () => {
  const policy = (more: string) =>
    `default-src 'none'; script-src ${service.origin}; ${more}; require-trusted-types-for 'script'; trusted-types 'none'`;

  it('sees no violation, no style attribute, no cookie, no storage, no third party', async () => {
    const origin = service.origin;
    const page = await (await browser.newContext()).newPage();
    const noise: string[] = [];
    const asked: string[] = [];
    page.on('console', (it) => noise.push(it.text()));
    page.on('pageerror', (it) => noise.push(String(it)));
    page.on('request', (it) => asked.push(new URL(it.url()).origin));
    const headers = {
      'content-security-policy': policy(
        `connect-src ${origin} ${origin.replace('http', 'ws')}; img-src data:`,
      ),
    };
    await page.goto(site.put('/strict', { body: `${tag()}<p>text</p>`, headers }));
    await shown(page);
    await page.waitForFunction(() => document.querySelector('currency-ticker')?.state === 'live');
    await page.locator('ul:not([aria-hidden]) button').first().focus();
    await page.locator('.tip:visible').waitFor();
    expect(noise).toEqual([]);
    expect(await page.locator('currency-ticker [style]').count()).toBe(0);
    expect(await page.context().cookies()).toEqual([]);
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
    expect([...new Set(asked)].sort()).toEqual([site.origin, origin].sort());
    await page.context().close();
  });

  it('that blocks the socket sees one warning, and gets its rates another way', async () => {
    const page = await (await browser.newContext()).newPage();
    const warned: string[] = [];
    page.on('console', (it) => warned.push(it.text()));
    const headers = { 'content-security-policy': policy(`connect-src ${service.origin}; img-src data:`) };
    await page.goto(site.put('/blocked', { body: tag(), headers }));
    await shown(page);
    await page.waitForFunction(() =>
      /live|polling/.test(document.querySelector('currency-ticker')?.state ?? ''),
    );
    expect(warned).toHaveLength(1);
    expect(warned[0]).toMatch(/connect-src/i);
    await page.context().close();
  });
});

describe('the script', () => {
  it('loaded twice defines the element once and inserts a ticker at each tag', async () => {
    const page = await open(`${tag()}<p>between</p>${tag(' data-look="list" data-codes="KZT"')}`);
    await expect.poll(() => page.locator('currency-ticker .item').count()).toBeGreaterThan(5);
    await expect.poll(() => page.locator('currency-ticker').count()).toBe(2);
    expect(await page.locator('currency-ticker').last().getByRole('listitem').count()).toBe(1);
    await page.context().close();
  });

  it('inserts none on a page that has its own, and one at the top when its tag is in the head', async () => {
    const own = await open(`${tag()}<p>text</p><currency-ticker codes="KZT"></currency-ticker>`);
    await shown(own);
    expect(await own.locator('currency-ticker').count()).toBe(1);
    const headed = await open('<p>text</p>', {}, tag());
    await shown(headed);
    expect(await headed.evaluate(() => document.body.firstElementChild?.localName)).toBe('currency-ticker');
    await own.context().close();
    await headed.context().close();
  });

  it('shares one request and one connection between the tickers of a page', async () => {
    const feed = await startFeed();
    const three = `<currency-ticker src="${feed.origin}"></currency-ticker>`.repeat(3);
    const page = await open(`${three}${tag()}`);
    await page.waitForFunction(() => document.querySelector('currency-ticker')?.state === 'live');
    expect(feed.asked.sort()).toEqual(['/rates', '/ws']);
    await page.context().close();
    await feed.close();
  });

  it('has an immutable address with the hash that the browser checks', async () => {
    const { url, integrity } = (await (await fetch(`${service.origin}/widget.json`)).json()) as Record<
      string,
      string
    >;
    const page = await open(
      `<script async crossorigin src="${service.origin}${url}" integrity="${integrity}"></script>`,
    );
    await shown(page);
    await page.context().close();
  });
});

describe('the layout', () => {
  it.each([
    ['text', 'KGS/USD 0.011435 · KZT/USD 0.0021049'],
    ['a paragraph', '<p>KGS/USD 0.011435 · KZT/USD 0.0021049</p>'],
    ['a list', '<ul><li>KGS/USD 0.011435</li><li>KZT/USD 0.0021049</li></ul>'],
  ])(
    'does not shift where %s holds the place, though the script comes three seconds late',
    async (_what, content) => {
      const page = await open(
        `<h1>News</h1><currency-ticker src="${service.origin}">${content}</currency-ticker><p>text</p>`,
      );
      const text = page.locator('currency-ticker');
      await page.waitForTimeout(3_000);
      expect(await text.innerText()).toContain('KZT/USD');
      await page.addScriptTag({ url: `${service.origin}/widget.js` });
      await shown(page);
      expect(await shiftOf(page)).toBe(0);
      await page.context().close();
    },
  );

  it.each([
    // A strip has no free space for a new badge. It sets that rate narrower.
    ['strip', 'live'],
    ['cards', 'held'],
    ['list', 'held'],
  ] as const)('of a %s does not shift when figures, directions and states change', async (look, state) => {
    const feed = await startFeed();
    const ticker = `<currency-ticker look="${look}" src="${feed.origin}">KGS/USD, KZT/USD</currency-ticker>`;
    const page = await open(`${ticker}<p>text</p>${tag()}`);
    await shown(page);
    await page.waitForFunction(() => document.querySelector('currency-ticker')?.state === 'live');
    const before = await shiftOf(page);
    for (const percent of ['0.00', '-0.06', '0.77', '-1.20', '0.00', '0.31']) {
      const changes = change(percent, percent);
      feed.push(...FIVE.map((it) => rate(it.base, it.inverse, { change: changes, status: 'live' })));
      await page.waitForTimeout(100);
      feed.push(rate('UZS', '12151.00', { change: changes, status: state }));
      await page.waitForTimeout(100);
    }
    expect((await shiftOf(page)) - before).toBe(0);
    await page.context().close();
    await feed.close();
  });

  it('shifts for a tag without content at its insertion at most, and never later', async () => {
    const page = await open(`${tag()}<p>text</p>`);
    await page.locator('currency-ticker').waitFor();
    const at = () => page.locator('body > p').evaluate((it) => it.getBoundingClientRect().top);
    const before = await at();
    await shown(page);
    await page.waitForFunction(() => document.querySelector('currency-ticker')?.state === 'live');
    expect(await at()).toBe(before);
    await page.context().close();
  });

  it('keeps the page’s own content of the element when the service cannot be reached', async () => {
    const page = await open(
      `<currency-ticker src="http://127.0.0.1:1">KZT/USD 0.0021049</currency-ticker>${tag()}`,
    );
    await page.waitForFunction(() => document.querySelector('currency-ticker')?.state === 'offline');
    await page.getByText('KZT/USD 0.0021049').waitFor();
    await page.context().close();
  });
});

describe('the page’s own code', () => {
  it('gets updates and states, reads rates, pauses, and can prevent a tooltip', async () => {
    const feed = await startFeed();
    const page = await open(`<currency-ticker speed="0" src="${feed.origin}"></currency-ticker>`);
    await page.evaluate(() => {
      const heard: string[] = [];
      Reflect.set(window, 'heard', heard);
      for (const name of ['ticker:update', 'ticker:state', 'ticker:click']) {
        document.addEventListener(name, (event) => {
          const { detail } = event as CustomEvent<{ state?: string; rate?: { base: string } }>;
          heard.push([name, detail.state ?? detail.rate?.base].filter(Boolean).join(' '));
          event.preventDefault();
        });
      }
    });
    await page.addScriptTag({ url: `${service.origin}/widget.js` });
    await page.waitForFunction(() => document.querySelector('currency-ticker')?.state === 'live');
    feed.push(rate('KZT', '500.00'));
    await page.getByText('0.0020000').first().waitFor();
    await page.locator('ul:not([aria-hidden]) .item').nth(1).click();
    const heard = (await page.evaluate(() => Reflect.get(window, 'heard'))) as string[];
    expect(heard).toContain('ticker:update');
    expect(heard).toContain('ticker:state live');
    expect(heard.at(-1)).toBe('ticker:click KZT');
    const own = await page.evaluate(() => {
      const ticker = document.querySelector('currency-ticker');
      ticker?.pause();
      const isPaused = ticker?.paused;
      ticker?.resume();
      return [isPaused, ticker?.paused, ticker?.rates.length];
    });
    expect(own).toEqual([true, false, 5]);
    await page.context().close();
    await feed.close();
  });

  it('chooses theme, colours and parts', async () => {
    const style = `<style>currency-ticker{--ticker-background:rgb(1,2,3)} currency-ticker::part(price){color:rgb(4,5,6)}</style>`;
    const page = await open(
      `<currency-ticker></currency-ticker><currency-ticker theme="dark" look="cards"></currency-ticker>${tag()}`,
      {},
      style,
    );
    await shown(page);
    const styleOf = (selector: string, name: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((it, key) => getComputedStyle(it).getPropertyValue(key), name);
    expect(await styleOf('.ticker', 'background-color')).toBe('rgb(1, 2, 3)');
    expect(await styleOf('.price', 'color')).toBe('rgb(4, 5, 6)');
    expect(await styleOf('.dark', 'color')).toBe('rgb(237, 241, 245)');
    await page.context().close();
  });

  it('sees a tint of changed prices, at most twice a second', async () => {
    const feed = await startFeed();
    const page = await open(`<currency-ticker look="list" src="${feed.origin}"></currency-ticker>${tag()}`);
    await page.waitForFunction(() => document.querySelector('currency-ticker')?.state === 'live');
    const flashes = page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let seen = 0;
          const price = document
            .querySelector('currency-ticker')
            ?.shadowRoot?.querySelector('[data-code=KZT] .price');
          // The start of a tint.
          new MutationObserver((records) => {
            for (const it of records) if (it.oldValue === null) seen += 1;
          }).observe(price as Element, { attributeFilter: ['data-tick'], attributeOldValue: true });
          setTimeout(() => resolve(seen), 2_000);
        }),
    );
    for (let n = 0; n < 90; n += 1) {
      feed.push(rate('KZT', `4${String(n).padStart(2, '0')}.00`));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await flashes).toBeGreaterThanOrEqual(2);
    expect(await flashes).toBeLessThanOrEqual(6);
    await page.context().close();
    await feed.close();
  });

  it('gets a line of history in each card', async () => {
    const feed = await startFeed();
    const page = await open(`<currency-ticker look="cards" src="${feed.origin}"></currency-ticker>${tag()}`);
    await shown(page);
    const shape = () =>
      page.locator('[data-code=KZT] .spark').evaluate((it) => getComputedStyle(it).clipPath);
    await expect.poll(shape).toMatch(/^polygon\(/);
    expect(feed.asked.filter((it) => it === '/rates/KZT/history')).toHaveLength(1);
    await page.context().close();
    await feed.close();
  });
});
