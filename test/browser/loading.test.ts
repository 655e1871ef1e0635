import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChild } from '../support/service/child.ts';
import { type Stage, startStage } from './stage.ts';

let stage: Stage;
let script: string;
beforeAll(async () => {
  stage = await startStage();
  script = `${stage.feed.origin}/widget.js`;
});
afterAll(() => stage?.close());

const ELEMENT = '<currency-ticker></currency-ticker>';

/** A page with one way to load the script. */
const open = (body: string, head = '') => stage.open(body, { head, hasOwnScript: true, until: '' });

/** Waits until this number of tickers shows figures, and returns the elements of the body. */
async function orderOf(page: Page, count: number): Promise<string[]> {
  await page.waitForFunction((due) => {
    const all = [...document.querySelectorAll('currency-ticker')];
    return all.length === due && all.every((it) => it.shadowRoot?.querySelector('.price')?.textContent);
  }, count);
  await page.waitForFunction(
    () => Reflect.get(document.querySelector('currency-ticker') ?? {}, 'state') === 'live',
  );
  return page.evaluate(() =>
    [...document.body.children].map((it) => it.localName).filter((it) => it !== 'script'),
  );
}

/** The tooltip is in another file of the service, so it shows that the script has found the address. */
async function hasTip(page: Page): Promise<void> {
  await page.locator('.body').first().focus();
  await page.locator('.tip').first().waitFor();
}

describe('the script', () => {
  it.each([
    ['a module, beside an element', '', () => `${ELEMENT}<script type="module" src="${script}"></script>`],
    ['a module that is imported', '', () => `${ELEMENT}<script type="module">import '${script}'</script>`],
    ['an import by a classic script', '', () => `${ELEMENT}<script>import('${script}')</script>`],
    [
      'the script under another base',
      '<base href="https://elsewhere.invalid/folder/">',
      () => `${ELEMENT}<script async src="${script}"></script>`,
    ],
    [
      'the script after elements with the names of the properties that it reads',
      '',
      () =>
        `${['currentScript', 'scripts', 'fonts', 'readyState'].map((it) => `<img name="${it}" src="data:," alt="">`).join('')}` +
        `${ELEMENT}<script async src="${script}"></script>`,
    ],
  ] as const)('finds its service from %s', async (_way, head, body) => {
    const page = await open(body(), head);
    expect(await orderOf(page, 1)).toContain('currency-ticker');
    await hasTip(page);
    await page.context().close();
  });

  it.each([
    ['a module', () => `<script type="module" src="${script}" data-look="list"></script>`],
    [
      'a tag that a loader has moved there',
      () =>
        `<i></i><script>const it = document.createElement('script'); it.src = '${script}'; it.dataset.look = 'list';
        document.querySelector('i').replaceWith(it)</script>`,
    ],
  ] as const)('puts a ticker where it stands, as %s', async (_way, tag) => {
    const page = await open(`<h1>News</h1>${tag()}<p>text</p>`);
    expect(await orderOf(page, 1)).toEqual(['h1', 'currency-ticker', 'p']);
    expect(await page.locator('.as-list').count()).toBe(1);
    await page.context().close();
  });

  it('inserts one at the top where a loader has removed its tag', async () => {
    const loader = `const it = document.createElement('script'); it.src = '${script}'; it.dataset.look = 'list';
      document.head.append(it); it.onload = () => it.remove()`;
    // It runs while the page is still being parsed.
    const page = await open(
      `<h1>News</h1><script>${loader}</script><script src="${script}?late" data-look="cards"></script>`,
    );
    await orderOf(page, 2);
    expect(await page.evaluate(() => document.body.firstElementChild?.localName)).toBe('currency-ticker');
    await page.context().close();
  });

  it('inserts one at each of two tags', async () => {
    const tag = `<script async src="${script}"></script>`;
    const page = await open(`<h1>News</h1>${tag}<p>text</p>${tag}`);
    expect(await orderOf(page, 2)).toEqual(['h1', 'currency-ticker', 'p', 'currency-ticker']);
    await page.context().close();
  });

  it.each(['before', 'after'])('works with an old version that a cache still has %s it', async (place) => {
    const old = `${stage.feed.origin}/widget/0.0.1-old.js`;
    const page = await (await stage.browser.newContext()).newPage();
    const asked: string[] = [];
    page.on('request', (it) => asked.push(new URL(it.url()).pathname));
    const errors: string[] = [];
    page.on('pageerror', (it) => errors.push(String(it)));
    const body = await (await fetch(script)).text();
    // Another version has other parts, which the present service does not have.
    await page.route(old, (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        body: body.replace(/hands-\w+/, 'hands-00000000'),
      }),
    );
    const tags = [script, old].map((it) => `<script src="${it}" data-look="list"></script>`);
    if (place === 'before') tags.reverse();
    await page.goto(stage.site.put('/old', { body: tags.join('<p>text</p>') }));
    await orderOf(page, 2);
    expect(asked.filter((it) => it === '/rates')).toHaveLength(1);
    expect(errors).toEqual([]);
    // The figures of an old version are right. Its part for pointer and keyboard no longer exists.
    if (place === 'after') await hasTip(page);
    await page.context().close();
  });

  it('loads in a page that admits only resources with a permission, and so does the frame', async () => {
    const service = await startChild({ RATE_LIMIT: '0' });
    const page = await (await stage.browser.newContext()).newPage();
    const noise: string[] = [];
    page.on('console', (it) => noise.push(it.text()));
    const headers = {
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-opener-policy': 'same-origin',
    };
    const frame = `<iframe src="${service.origin}/embed?look=list" width="600" height="348"></iframe>`;
    const tag = `<script async src="${service.origin}/widget.js" data-lang="ru"></script>`;
    await page.goto(stage.site.put('/coep', { body: `${tag}<p>text</p>${frame}`, headers }));
    await orderOf(page, 1);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await hasTip(page);
    await page.frameLocator('iframe').locator('.price').first().waitFor();
    expect(noise).toEqual([]);
    await page.context().close();
    await service.end();
  });

  it('serves an application that changes its views without loading a page', async () => {
    const page = await open(`<main></main><script async src="${script}"></script>`);
    await orderOf(page, 1);
    for (let view = 0; view < 4; view += 1) {
      await page.evaluate((look) => {
        history.pushState(null, '', `#${look}`);
        document.querySelector('main')?.replaceChildren();
        const ticker = document.createElement('currency-ticker');
        ticker.setAttribute('look', look);
        document.querySelector('main')?.append(ticker);
      }, ['list', 'strip', 'cards', 'compact'][view] ?? '');
      await page.locator('main .price').first().waitFor({ state: 'attached' });
    }
    await expect.poll(() => stage.feed.open).toBe(1);
    await page.context().close();
  });

  it('follows an application that changes the language of its page', async () => {
    const ticker = '<currency-ticker></currency-ticker>';
    const page = await open(
      `<main>${ticker}</main><section lang="tg">${ticker}</section><script async src="${script}"></script>`,
    );
    await page.locator('.tip').nth(1).waitFor({ state: 'attached' });
    const titles = () =>
      page.locator('.pause').evaluateAll((all) => all.map((it) => it.getAttribute('title')).join());
    await expect.poll(titles).toBe('Pause,Таваққуф');
    await page.evaluate(() => {
      document.documentElement.lang = 'ru';
    });
    await expect.poll(titles).toBe('Пауза,Таваққуф');
    await page.evaluate(() => document.querySelector('main')?.setAttribute('lang', 'uz'));
    await expect.poll(titles).toBe('Pauza,Таваққуф');
    await page.context().close();
  });
});
