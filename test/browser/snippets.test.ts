import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WAY_NAMES, type WayName } from '../../src/serve/pages/configurator/ways.ts';
import { type ServiceChild, startChild } from '../support/service/child.ts';
import { launch, type Site, startSite } from './chromium.ts';

const CHOICE = 'codes=UZS,KGS&look=list&digits=4&invert=';
/** The figures of the list: the dollar in soums, then in soms. */
const SHOWN = ['12,150', '87.45'];

let browser: Browser;
let site: Site;
let service: ServiceChild;
const printed = new Map<string, { code: string; policy: string }>();

/** Reads the code that the page / prints for the choice. */
beforeAll(async () => {
  [browser, site, service] = await Promise.all([launch(), startSite(), startChild({ RATE_LIMIT: '0' })]);
  const page = await browser.newPage();
  await page.goto(`${service.origin}/?${CHOICE}`);
  for (const name of WAY_NAMES) {
    const part = (it: string) => page.locator(`[data-way=${name}] [data-part=${it}]`).innerText();
    printed.set(name, { code: await part('code'), policy: await part('policy') });
  }
  await page.close();
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([site?.close(), service?.end()]);
});

/** A policy that allows the icon of the page, and otherwise only what the printed line allows. */
const policyOf = (line: string) =>
  `default-src 'none'; ${line.includes('img-src') ? '' : 'img-src data:; '}${line}`;

/** A site with its own build allows its own scripts. */
async function reactPage(code: string): Promise<string> {
  const source = `${code}\nimport { createRoot } from 'react-dom/client';\ncreateRoot(document.getElementById('root')).render(<CurrencyTicker />);`;
  const { outputFiles } = await build({
    stdin: { contents: source, loader: 'jsx', resolveDir: process.cwd() },
    bundle: true,
    write: false,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** Puts the printed code into a page of another origin, under exactly the printed policy. */
async function paste(page: Page, name: WayName): Promise<void> {
  const { code = '', policy = '' } = printed.get(name) ?? {};
  if (name === 'react') {
    const body = await reactPage(code);
    await page.route(`${site.origin}/site.js`, (route) =>
      route.fulfill({ body, contentType: 'text/javascript' }),
    );
    const headers = {
      'content-security-policy': policyOf(policy).replace('script-src', "script-src 'self'"),
    };
    const own = '<div id="root"></div><script src="site.js"></script>';
    await page.goto(site.put(`/${name}`, { body: own, headers }));
    return;
  }
  const headers = { 'content-security-policy': policyOf(policy) };
  await page.goto(site.put(`/${name}`, { body: await markupOf(name, code), headers }));
}

/** A site with oEmbed finds the answer from the printed address. */
async function markupOf(name: WayName, code: string): Promise<string> {
  if (name !== 'oembed') return code;
  const found = (await (await fetch(code)).text()).match(/json\+oembed" href="([^"]+)"/)?.[1] ?? '';
  const answer = await (await fetch(found.replaceAll('&amp;', '&'))).json();
  return (answer as { html: string }).html;
}

const MOVING = WAY_NAMES.filter((name) => name !== 'picture');

describe('the printed code of the page /', () => {
  it.each(MOVING)('as %s shows the ticker under the policy beside it', async (name) => {
    const page = await browser.newPage();
    const noise: string[] = [];
    page.on('console', (it) => noise.push(it.text()));
    page.on('pageerror', (it) => noise.push(String(it)));
    await paste(page, name);
    const root = name === 'iframe' || name === 'oembed' ? page.frameLocator('iframe') : page;
    const prices = root.locator('currency-ticker .price');
    await prices.first().waitFor();
    expect(await prices.allTextContents()).toEqual(SHOWN);
    await expect
      .poll(() => root.locator('currency-ticker').evaluate((it) => Reflect.get(it, 'state')))
      .toBe('live');
    expect(noise).toEqual([]);
    await page.close();
  });

  it('as picture shows the rates under the policy beside it', async () => {
    const page = await browser.newPage();
    const noise: string[] = [];
    page.on('console', (it) => noise.push(it.text()));
    await paste(page, 'picture');
    const picture = page.locator('img');
    expect(await picture.evaluate((it: HTMLImageElement) => [it.complete, it.naturalWidth])).toEqual([
      true,
      600,
    ]);
    const svg = await (await fetch((await picture.getAttribute('src')) ?? '')).text();
    for (const price of SHOWN) expect(svg).toContain(`>${price}</text>`);
    // The icon of the page is a picture too, and the printed line does not allow it.
    expect(noise.filter((it) => !it.includes('data:,'))).toEqual([]);
    await page.close();
  });

  it('shows nothing without the printed policy', async () => {
    const { code = '' } = printed.get('tag') ?? {};
    const page = await browser.newPage();
    const noise: string[] = [];
    page.on('console', (it) => noise.push(it.text()));
    await page.goto(
      site.put('/without', { body: code, headers: { 'content-security-policy': policyOf('') } }),
    );
    await expect.poll(() => noise.join()).toContain('script-src');
    await page.close();
  });
});
