import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../widget/define.ts';
import { type Stage, startStage } from './stage.ts';
import { leftOf } from './watch.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage?.close());

const TICKER = '<currency-ticker></currency-ticker>';

/** Counts the nodes and listeners of the page after a collection of garbage. */
async function countsOf(page: Page): Promise<{ nodes: number; listeners: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string) => metrics.find((it) => it.name === name)?.value ?? Number.NaN;
  return { nodes: of('Nodes'), listeners: of('JSEventListeners') };
}

const mount = (page: Page, times: number) =>
  page.evaluate(async (count) => {
    for (let n = 0; n < count; n += 1) {
      const ticker = document.createElement('currency-ticker');
      ticker.setAttribute('look', ['strip', 'compact', 'cards', 'list'][n % 4] ?? '');
      document.body.append(ticker);
      // Long enough for figures, an animation and an observer's first report.
      if (n % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 60));
      ticker.remove();
    }
    await new Promise((resolve) => setTimeout(resolve, 600));
  }, times);

describe('a ticker that leaves the page', () => {
  it('leaves no node, listener or timer, 200 times', async () => {
    const page = await stage.open(TICKER);
    await mount(page, 20);
    const before = await countsOf(page);
    await mount(page, 200);
    const after = await countsOf(page);
    expect(after.nodes - before.nodes).toBeLessThan(100);
    expect(after.listeners - before.listeners).toBeLessThan(10);
    await page.evaluate(() => document.querySelector('currency-ticker')?.remove());
    await expect.poll(() => stage.feed.open).toBe(0);
    await page.context().close();
  });

  it('continues with one socket when it is inserted again beside another', async () => {
    const page = await stage.open('');
    const opened = () => stage.feed.asked.filter((it) => it === '/ws').length;
    await page.evaluate(() => {
      const [a, b] = ['a', 'b'].map(() => document.createElement('currency-ticker'));
      if (!a || !b) return;
      document.body.append(a);
      a.remove();
      document.body.append(b);
      document.body.append(a);
    });
    await page.locator('.price').first().waitFor({ state: 'attached' });
    await expect.poll(() => stage.feed.open).toBe(1);
    const before = opened();
    await page.waitForTimeout(500);
    expect(stage.feed.open).toBe(1);
    expect(opened()).toBe(before);
    await page.context().close();
  });

  it('within 300 ms of a hover leaves no error', async () => {
    const page = await stage.open(TICKER);
    await page.mouse.move(640, 25);
    await page.waitForTimeout(50);
    await page.evaluate(() => document.querySelector('currency-ticker')?.remove());
    await page.waitForTimeout(500);
    expect(stage.errors).toEqual([]);
    await page.context().close();
  });

  it('during a drag moves again when it is inserted elsewhere', async () => {
    const page = await stage.open(`<div></div>${TICKER}`);
    await page.mouse.move(640, 25);
    await page.mouse.down();
    await page.mouse.move(560, 25);
    await page.evaluate(() => {
      const ticker = document.querySelector('currency-ticker');
      if (ticker) document.querySelector('div')?.append(ticker);
    });
    await page.mouse.up();
    await page.mouse.move(640, 500);
    const left = () => leftOf(page);
    const before = await left();
    await expect.poll(left).toBeLessThan(before - 5);
    await page.context().close();
  });
});

describe('a service that cannot be reached', () => {
  const sentence = (page: Page) => page.locator('.sentence');

  it.each(['https://exa mple', 'localhost:3000', 'mailto:x'])(
    'is named in a sentence for the invalid address %s, without an error',
    async (src) => {
      const page = await stage.open(`<currency-ticker src="${src}"></currency-ticker>`, {
        until: '.ticker',
        lang: 'ru',
      });
      await sentence(page).getByText('Курсы валют сейчас недоступны').waitFor();
      expect(stage.errors).toEqual([]);
      await page.context().close();
    },
  );

  it('is named in a sentence, and the stream is tried, when the first answer hangs', async () => {
    const asked: string[] = [];
    const hanging = createServer((request) => asked.push(request.url ?? '')).listen(0, '127.0.0.1');
    hanging.on('upgrade', (request) => asked.push(request.url ?? ''));
    await once(hanging, 'listening');
    const origin = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`;
    const page = await stage.open(`<currency-ticker src="${origin}"></currency-ticker>`, {
      until: '.ticker',
    });
    await page.locator('.ticker.empty').waitFor();
    await sentence(page).getByText('Exchange rates cannot be reached now').waitFor({ timeout: 7_000 });
    expect(asked.some((it) => it.startsWith('/ws'))).toBe(true);
    await page.context().close();
    hanging.closeAllConnections();
    hanging.close();
  });

  it('is distinguished from a service without the selected currencies', async () => {
    const page = await stage.open('<currency-ticker codes="EUR"></currency-ticker>', {
      until: '.ticker',
      lang: 'uz',
    });
    await sentence(page).getByText('Bu tanlov uchun kurs yoʻq').waitFor();
    await page.context().close();
  });
});

describe('the script', () => {
  it('finds its own address beside an image with the name of the property that it reads', async () => {
    const page = await stage.open(
      `<img name="currentScript" src="http://127.0.0.1:1/x.js"><script src="${stage.feed.origin}/widget.js"></script>`,
      { hasOwnScript: true },
    );
    expect(await page.locator('currency-ticker').getAttribute('src')).toBe(`${stage.feed.origin}/`);
    await page.context().close();
  });

  it('requests a history again after a failure', async () => {
    const page = await stage.open('', { until: '' });
    let isDown = true;
    await page.route('**/history*', (route) =>
      isDown ? route.fulfill({ status: 503, body: '{}' }) : route.continue(),
    );
    await page.clock.install();
    await page.evaluate(() => {
      document.body.innerHTML = '<currency-ticker look="cards"></currency-ticker>';
    });
    await page.locator('.price').first().waitFor({ state: 'attached' });
    isDown = false;
    let digits = 6;
    const shape = async () => {
      // At each attempt, because the failure itself may arrive after the first jump of the clock.
      await page.clock.fastForward(40_000);
      digits = 13 - digits;
      await page
        .locator('currency-ticker')
        .evaluate((it, to) => it.setAttribute('digits', to), String(digits));
      return page.locator('[data-code=KZT] .spark').evaluate((it) => getComputedStyle(it).clipPath);
    };
    await expect.poll(shape).toMatch(/^polygon\(/);
    await page.context().close();
  });
});
