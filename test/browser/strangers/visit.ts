// test: opens a foreign page with a ticker in each look, and returns what is wrong with each.
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import type { Site } from '../chromium.ts';
import { findFaint } from './contrast.ts';
import { addedGlobals, type Measured, measureLooks, overflowOf, paintedTextsOf } from './measure.ts';
import { bodyOf, LOOKS, type Stranger } from './stranger.ts';
import { type Before, describePage, watchFromStart } from './watch.ts';

export interface Finding {
  /** A look, or `page`. */
  look: string;
  what: string;
}

export interface VisitDeps {
  browser: Browser;
  site: Site;
  /** The origin of the service. */
  origin: string;
  /** An empty page that reads pictures. */
  bench: Page;
}

/** A belt that grows without end doubles its width every few frames. */
const GROWTH_MS = 1_000;
const NARROW_PX = 360;
/** WCAG 2.2, target size (minimum). */
const TARGET_PX = 24;
/** Smaller figures are hard to read. */
const TYPE_PX = 12;

export async function openStranger({ browser, site, origin }: VisitDeps, stranger: Stranger) {
  const { name, head = '', root = '', headers = {}, colorScheme = 'light', hasTwoScripts } = stranger;
  const page = await browser.newPage({ viewport: { width: 1_280, height: 800 }, colorScheme });
  const noise: string[] = [];
  page.on('pageerror', (error) => noise.push(String(error)));
  page.on('console', (line) => line.type() === 'error' && noise.push(line.text()));
  await page.addInitScript(watchFromStart);
  const fill = (text: string) =>
    text.replaceAll('SERVICE', origin).replaceAll('SOCKET', origin.replace('http', 'ws'));
  const second = hasTwoScripts ? `<script async src="${origin}/widget.js?other"></script>` : '';
  const url = site.put(`/${encodeURIComponent(name)}`, {
    root,
    head: `${head}<script async src="${origin}/widget.js"></script>${second}`,
    body: bodyOf(stranger, origin),
    headers: Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, fill(value)])),
  });
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  const plain = await page.evaluate(describePage);
  await page.waitForFunction(
    (count) => {
      const all = [...document.querySelectorAll('currency-ticker')];
      return (
        all.length === count && all.every((it) => it.shadowRoot?.querySelector('.item .price')?.textContent)
      );
    },
    LOOKS.length,
    // Ten seconds were once too short with two browsers on two cores.
    { timeout: 60_000 },
  );
  return { page, noise, plain };
}

/** Returns all faults on a foreign page. `usual` are the measurements of the looks on a plain page. */
export async function visit(
  deps: VisitDeps,
  stranger: Stranger,
  usual: readonly Measured[],
): Promise<Finding[]> {
  const { page, noise, plain } = await openStranger(deps, stranger);
  const findings: Finding[] = [];
  const find = (look: string, what: string) => findings.push({ look, what });
  // React has to finish its mounting before anything is counted.
  if (stranger.name.startsWith('React')) await page.waitForTimeout(800);
  const first = await page.evaluate(measureLooks);
  const { heights } = await page.evaluate(() => Reflect.get(window, '__before') as Before);
  await page.waitForTimeout(GROWTH_MS);
  const later = await page.evaluate(measureLooks);
  for (const [at, now] of later.entries()) {
    const then = first[at];
    const { look } = now;
    if (!then) continue;
    if (now.nodes !== then.nodes || now.width !== then.width)
      find(look, `grew from ${then.nodes} nodes and ${then.width} px to ${now.nodes} and ${now.width}`);
    const reserved = heights[look] ?? 0;
    if (Math.abs(then.height - reserved) > 1)
      find(look, `arrived ${reserved.toFixed(1)} px high, is ${then.height.toFixed(1)} with figures`);
    if (now.type < TYPE_PX) find(look, `type of ${now.type} px`);
    if (now.target < TARGET_PX) find(look, `pause target of ${now.target.toFixed(1)} px`);
    if (!now.canPause) find(look, 'the pause button cannot be clicked');
    for (const leak of leaksOf(now, usual, stranger)) find(look, `leak: ${leak}`);
  }
  for (const added of await page.evaluate(addedGlobals)) find('page', `a new global: ${added}`);
  if ((await page.evaluate(describePage)) !== plain) find('page', 'its own elements look different');
  await checkColours(deps, page, stranger, find);
  await checkWidth(page, find);
  for (const text of noise) find('page', `console: ${text.slice(0, 160)}`);
  await page.close();
  return findings;
}

function leaksOf(now: Measured, usual: readonly Measured[], { mayChange = [] }: Stranger): string[] {
  const known = new Set(usual.find((it) => it.look === now.look)?.styles ?? []);
  return now.styles.filter((it) => !known.has(it) && !mayChange.some((name) => it.includes(`${name}:`)));
}

type Find = (look: string, what: string) => void;

async function checkColours(
  { bench }: VisitDeps,
  page: Page,
  { change }: Stranger,
  find: Find,
): Promise<void> {
  if (change) await page.evaluate(change);
  await page.evaluate(async () => {
    document.querySelector('currency-ticker')?.pause();
    scrollTo(0, 0);
    // A change of scheme is visible after a frame, and a pause stops the belt at the next.
    for (let n = 0; n < 4; n += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
  const texts = await page.evaluate(paintedTextsOf);
  const png = await page.screenshot({ fullPage: true, animations: 'allow' });
  const reported = new Set<string>();
  for (const { look, part, contrast, color, background } of await findFaint(bench, png, texts)) {
    const text = `contrast ${contrast.toFixed(2)} of ${part}: ${color} on rgb(${background})`;
    if (!reported.has(look + part)) find(look, text);
    reported.add(look + part);
  }
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { run } = Reflect.get(window, 'axe') as typeof axe;
    // Only these pages have four tickers with the same name.
    const rules = { 'landmark-unique': { enabled: false } };
    const { violations } = await run('currency-ticker', { resultTypes: ['violations'], rules });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, any }) => ({ id, target: String(target), message: any[0]?.message ?? '' })),
    );
  });
  const listed = new Set<string>();
  for (const { id, target, message } of violations) {
    const look = /look="(\w+)"/.exec(target)?.[1] ?? 'page';
    if (!listed.has(look + id)) find(look, `axe: ${id} at ${target.slice(0, 90)} ${message.slice(0, 140)}`);
    listed.add(look + id);
  }
}

async function checkWidth(page: Page, find: Find): Promise<void> {
  for (const width of [1_280, NARROW_PX]) {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 150)));
    const over = await page.evaluate(overflowOf);
    if (over > 0) find('page', `${over} px wider than it at ${width} px`);
  }
}
