// test: contact sheets of the gallery for people to look at, one for each look and each colour scheme.
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launch, startSite } from '../chromium.ts';
import { startFeed } from '../feed.ts';
import { STRANGERS } from './list.ts';
import { LOOKS } from './stranger.ts';
import { openStranger } from './visit.ts';

/** The width of a column of a newspaper. */
const WIDTH_PX = 640;
const COLUMNS = 3;
/** Space around a ticker, so that its background can be distinguished from the page's. */
const EDGE_PX = 14;

interface Picture {
  name: string;
  png: Buffer;
  boxes: { look: string; top: number; height: number }[];
}

function boxesOf(): Picture['boxes'] {
  return [...document.querySelectorAll('currency-ticker')].map((it) => {
    const { top, height } = it.getBoundingClientRect();
    return { look: it.getAttribute('look') ?? '', top: top + scrollY, height };
  });
}

async function takePictures(browser: Browser, colorScheme: 'light' | 'dark'): Promise<Picture[]> {
  const [site, feed] = await Promise.all([startSite(), startFeed()]);
  const bench = await browser.newPage();
  const pictures: Picture[] = [];
  for (const stranger of STRANGERS) {
    const deps = { browser, site, origin: feed.origin, bench };
    const { page } = await openStranger(deps, { ...stranger, colorScheme });
    await page.setViewportSize({ width: WIDTH_PX, height: 900 });
    await page.waitForTimeout(900);
    if (stranger.change) await page.evaluate(stranger.change);
    await page.waitForTimeout(100);
    const boxes = await page.evaluate(boxesOf);
    pictures.push({ name: stranger.name, png: await page.screenshot({ fullPage: true }), boxes });
    await page.close();
  }
  await Promise.all([bench.close(), site.close(), feed.close()]);
  return pictures;
}

function sheetOf(pictures: readonly Picture[], look: string): string {
  const tiles = pictures.map(({ name, png, boxes }) => {
    const { top = 0, height = 0 } = boxes.find((it) => it.look === look) ?? {};
    const seen = Math.min(height, 700) + 2 * EDGE_PX;
    const picture = `url(data:image/png;base64,${png.toString('base64')})`;
    const style = `height:${seen}px;background:${picture} 0 ${EDGE_PX - top}px no-repeat`;
    return `<figure><figcaption>${name}, ${Math.round(height)} px</figcaption><div style="${style}"></div></figure>`;
  });
  const css = `body{display:grid;grid-template-columns:repeat(${COLUMNS},${WIDTH_PX}px);gap:12px 16px;margin:16px;
    background:#888;font:13px sans-serif} figure{margin:0}`;
  return `<!doctype html><style>${css}</style>${tiles.join('')}`;
}

/** Writes the sheets into a folder, or without one into a new temporary folder. */
export async function writeSheets(folder?: string): Promise<void> {
  const target = folder ?? (await mkdtemp(join(tmpdir(), 'strangers-')));
  await mkdir(target, { recursive: true });
  const browser = await launch();
  const width = COLUMNS * (WIDTH_PX + 16) + 16;
  for (const colorScheme of ['light', 'dark'] as const) {
    const pictures = await takePictures(browser, colorScheme);
    for (const look of LOOKS) {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      await page.setContent(sheetOf(pictures, look), { waitUntil: 'load' });
      const file = join(target, `${look}-${colorScheme}.png`);
      await writeFile(file, await page.screenshot({ fullPage: true }));
      console.log(file);
      await page.close();
    }
  }
  await browser.close();
}
