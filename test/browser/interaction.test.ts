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

const TICKER = '<currency-ticker look="list"></currency-ticker>';
const PART = '**/widget/hands-*.js';

async function hover(page: Page): Promise<void> {
  await page.mouse.move(1, 699);
  await page.locator('.body').first().hover();
}

describe('the part that answers a reader’s hand', () => {
  it('comes with the script whose integrity the service has published', async () => {
    const about = (await (await fetch(`${service.origin}/widget.json`)).json()) as Record<string, string>;
    const src = new URL(about.url ?? '', service.origin).href;
    const tag = `<script async crossorigin src="${src}" integrity="${about.integrity}" data-look="list"></script>`;
    const page = await stage.open(tag, { hasOwnScript: true });
    await hover(page);
    await page.locator('.tip').waitFor();
    await page.context().close();
  });

  it('comes where a policy admits scripts by a nonce alone', async () => {
    const { origin } = stage.feed;
    const connect = `connect-src ${origin} ${origin.replace('http', 'ws')}`;
    const policy = `default-src 'none'; script-src 'nonce-own'; ${connect}; require-trusted-types-for 'script'`;
    const page = await stage.open(`${TICKER}<script async nonce="own" src="${origin}/widget.js"></script>`, {
      head: `<meta http-equiv="content-security-policy" content="${policy}">`,
      hasOwnScript: true,
    });
    await hover(page);
    await page.locator('.tip').waitFor();
    await page.context().close();
  });

  it('leaves the figures as they are where it cannot be had', async () => {
    const page = await stage.open('<p>A page of somebody</p>', { until: '' });
    await page.route(PART, (route) => route.abort());
    await page.reload();
    await page.evaluate((markup) => document.body.insertAdjacentHTML('afterbegin', markup), TICKER);
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
  it.each([1, 43])('answers a pointer too, at %i px of its 44', async (top) => {
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
