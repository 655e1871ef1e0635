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
