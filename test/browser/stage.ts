// test: a browser, a publisher's site and a service that the test controls, and pages opened on them.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launch, type Site, startSite } from './chromium.ts';
import { startFeed, type TestFeed } from './feed.ts';

export interface Opening extends BrowserContextOptions {
  head?: string;
  lang?: string;
  /** The body contains the script's tag. Otherwise the stage adds it. */
  hasOwnScript?: boolean;
  /** The selector that the test waits for. Undefined: a price of the first ticker. Empty: none. */
  until?: string;
}

export interface Stage {
  browser: Browser;
  site: Site;
  feed: TestFeed;
  /** Opens a page with this body and waits until its first ticker shows a price. */
  open(body: string, opening?: Opening): Promise<Page>;
  /** Uncaught errors of the pages so far. */
  errors: string[];
  close(): Promise<void>;
}

export async function startStage(): Promise<Stage> {
  const [browser, site, feed] = await Promise.all([launch(), startSite(), startFeed()]);
  const errors: string[] = [];
  let pages = 0;
  return {
    browser,
    site,
    feed,
    errors,
    async open(body, opening = {}) {
      const { head = '', lang = 'en', hasOwnScript = false, until, ...context } = opening;
      const page = await (
        await browser.newContext({ viewport: { width: 1280, height: 700 }, ...context })
      ).newPage();
      page.on('pageerror', (error) => errors.push(String(error)));
      const script = hasOwnScript ? '' : `<script async src="${feed.origin}/widget.js"></script>`;
      // Each page has its own address, so that several can be open at the same time.
      pages += 1;
      await page.goto(site.put(`/stage-${pages}`, { body: `${body}${script}`, head, lang }));
      const selector = until ?? 'currency-ticker .item .price';
      if (selector) await page.locator(selector).first().waitFor({ state: 'attached' });
      return page;
    },
    async close() {
      await browser.close();
      await Promise.all([site.close(), feed.close()]);
    },
  };
}
