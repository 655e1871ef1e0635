// test: takes the README's pictures from the real service with real fixings. With a folder as its argument, it also takes
// pictures of every look. With the word `strangers`, it makes contact sheets of the gallery instead.
import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { addDays } from '../../src/rates/date.ts';
import { readWidget } from '../../src/serve/routes/widget.ts';
import { HAS_SERIES, readSeries } from '../fault/sources/series.ts';
import { openBank } from '../support/banks/bank.ts';
import {
  cbtPages,
  cbuPages,
  type Figures,
  joinPages,
  nbkPages,
  nbkrPages,
  nbtPages,
} from '../support/banks/documents.ts';
import { type InProcessService, startInProcess } from '../support/service/in-process.ts';
import { launch, type Site, startSite } from './chromium.ts';
import { NEWS_CSS, newsPage } from './news-page.ts';
import { writeSheets } from './strangers/sheets.ts';

/** A Tuesday at noon, after a month in which all rates have changed. */
const NOW = '2022-03-29T08:00:00.000Z';
const DAYS = 90;
const LANGUAGES = ['en', 'ru', 'kk', 'ky', 'tg', 'uz', 'tk'];
const LOOKS = ['strip', 'compact', 'cards', 'list'];
const WIDTHS = [320, 360, 768, 1920, 2560];
const SCHEMES = ['light', 'dark'] as const;
const docs = new URL('../../docs/', import.meta.url).pathname;

function figuresOf(code: string, write = (figure: string) => figure): Figures {
  const last = NOW.slice(0, 10);
  const days = readSeries(code).filter(({ date }) => date <= last && date > addDays(last, -DAYS - 10));
  return Object.fromEntries(days.map(({ date, figure }) => [date, write(figure)]));
}

/** A service on that day. Its history comes from its banks. */
async function startThen(): Promise<InProcessService & { end(): Promise<void> }> {
  const manat = Array.from({ length: DAYS }, (_, back) => [addDays(NOW.slice(0, 10), -back), '3.5']);
  const bank = await openBank(
    joinPages(
      nbkrPages(figuresOf('KGS', (figure) => Number(figure).toFixed(4).replace('.', ','))),
      nbkPages(figuresOf('KZT')),
      nbtPages(figuresOf('TJS')),
      cbuPages(figuresOf('UZS')),
      cbtPages(Object.fromEntries(manat)),
    ),
  );
  const widget = readWidget(new URL('../../dist/widget.js', import.meta.url), '0.0.0');
  const env = { SOURCES: 'nbkr,nbk,nbt,cbu,cbt', RATE_LIMIT: '0' };
  const service = await startInProcess(env, { bank, now: NOW, widget });
  for (const code of ['KGS', 'KZT', 'TJS', 'UZS', 'TMT']) {
    for (let isWhole = false; !isWhole; ) {
      const response = await fetch(`${service.origin}/rates/${code}/history`);
      isWhole = ((await response.json()) as { rates: unknown[] }).rates.length > DAYS / 2;
      if (!isWhole) await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  return {
    ...service,
    async end() {
      await service.stop();
      await bank.close();
    },
  };
}

interface Shot extends BrowserContextOptions {
  body: string;
  lang?: string;
  hoverOn?: string;
}

async function shoot(
  browser: Browser,
  site: Site,
  file: string,
  { body, lang = 'en', hoverOn, ...context }: Shot,
) {
  const page: Page = await (await browser.newContext(context)).newPage();
  await page.clock.setFixedTime(new Date(Date.parse(NOW) + 240_000));
  await page.goto(site.put('/picture', { body, head: NEWS_CSS, lang }));
  for (const ticker of await page.locator('currency-ticker').all())
    await ticker.locator('.price').first().waitFor();
  await page.waitForTimeout(900);
  if (hoverOn) {
    const { x = 0, y = 0 } = (await page.locator(hoverOn).first().boundingBox()) ?? {};
    await page.mouse.move(x + 60, y + 8);
    await page.locator('.tip:visible').waitFor();
    await page.waitForTimeout(400);
  }
  await page.screenshot({ path: file, fullPage: true });
  await page.context().close();
}

async function takePictures(folder: string | undefined): Promise<void> {
  if (!HAS_SERIES)
    throw new Error('the pictures show real fixings: set SHARED_DATA to the folder that has series/');
  const service = await startThen();
  const [browser, site] = await Promise.all([launch(), startSite()]);
  const script = `<script async src="${service.origin}/widget.js"></script>`;
  const element = (look: string) => `<currency-ticker look="${look}"></currency-ticker>`;
  const tipOf = 'ul:not([aria-hidden]) [data-code=KZT] button';
  const looks = ['compact', 'list', 'cards'].map(element).join('');
  for (const colorScheme of SCHEMES) {
    await shoot(browser, site, `${docs}strip-${colorScheme}.png`, {
      body: newsPage(element('strip'), script),
      colorScheme,
      viewport: { width: 1280, height: 300 },
      ...(colorScheme === 'light' && { hoverOn: tipOf }),
    });
    await shoot(browser, site, `${docs}looks-${colorScheme}.png`, {
      body: `<div class="looks side">${looks}</div>${script}`,
      colorScheme,
      viewport: { width: 1280, height: 200 },
    });
  }
  if (folder) {
    mkdirSync(folder, { recursive: true });
    const body = `<div class="looks">${LOOKS.map(element).join('')}</div>${script}`;
    for (const lang of LANGUAGES)
      for (const colorScheme of SCHEMES)
        for (const width of WIDTHS)
          await shoot(browser, site, `${folder}/${lang}-${colorScheme}-${width}.png`, {
            body,
            lang,
            colorScheme,
            viewport: { width, height: 300 },
          });
  }
  await browser.close();
  await site.close();
  await service.end();
}

const [target, folder] = process.argv.slice(2);
await (target === 'strangers' ? writeSheets(folder) : takePictures(target));
