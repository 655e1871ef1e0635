// wordpress: a reader's view of a post with the ticker's address, and a writer who pastes the address.
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { until } from '../support/until.ts';
import { type Blog, WRITER } from './blog.ts';

export interface Row {
  what: string;
  found: string;
  passed: boolean;
}

/** Inverted, so that the prices can be compared with the seed: `475.09` for a dollar. */
export const CHOICE = 'look=list&codes=KGS,KZT,UZS&invert=';

const PASTED = 'an address pasted into the editor and published';

export interface Trial {
  browser: Browser;
  blog: Blog;
  /** `http://host:port` */
  ticker: string;
  /** Sets the price of a dollar in KGS. */
  print(figure: string): Promise<void>;
  /** The file for a picture of the post; undefined = none. */
  picture: string | undefined;
}

/** Reads two posts, and publishes a third one through the editor. */
export async function tryBlog(trial: Trial): Promise<Row[]> {
  const { blog, ticker } = trial;
  const long = await blog.publish('Rates today', `${ticker}/embed?${CHOICE}`);
  const short = await blog.publish('A strip', `${ticker}/`);
  return [
    ...(await readPost(trial, long)),
    await shows(trial.browser, 'the address of / shows a strip', short, 5),
    await pasted(trial).catch((error: unknown) => row(PASTED, String(error), '')),
  ];
}

async function readPost({ browser, blog, print, picture }: Trial, address: string): Promise<Row[]> {
  const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
  const noise: string[] = [];
  // The new blog has no icon. The ticker has no part in that.
  const isOfBlog = (url: string) => url === `${blog.origin}/favicon.ico`;
  page.on('console', (it) => {
    if (!isOfBlog(it.location().url)) noise.push(it.text());
  });
  page.on('pageerror', (it) => noise.push(String(it)));
  await page.goto(address);
  const iframe = page.locator('iframe.wp-embedded-content');
  await iframe.scrollIntoViewIfNeeded();
  const frame = page.frameLocator('iframe.wp-embedded-content');
  const prices = () => frame.locator('.price').allInnerTexts();
  const first = () => prices().then(([text = '']) => text.trim());
  await until('the first price', async () => (await first()) === '87.450').catch(() => {});
  const rows: Row[] = [row('the frame', (await iframe.getAttribute('sandbox')) ?? 'none', 'allow-scripts')];
  rows.push(row('its origin', await frame.locator('html').evaluate(() => String(self.origin)), 'null'));
  rows.push(row('the prices', (await prices()).map((it) => it.trim()).join(' '), '87.450 475.09 12,150'));
  const state = () => frame.locator('currency-ticker').evaluate((it) => String(Reflect.get(it, 'state')));
  await until('a live stream', async () => (await state()) === 'live').catch(() => {});
  rows.push(row('the stream', await state(), 'live'));
  if (picture !== undefined) await page.screenshot({ path: picture });
  await print('90.1250');
  await until('the change', async () => (await first()) === '90.125').catch(() => {});
  rows.push(row('a change arrives', await first(), '90.125'));
  rows.push(await heightRow(page, frame));
  rows.push(row('messages in the console', noise.join('; '), ''));
  await page.close();
  return rows;
}

/** The content fits, with less than one empty line. WordPress uses the height of the oEmbed answer only. */
async function heightRow(page: Page, frame: FrameLocator): Promise<Row> {
  const outer = await page.locator('iframe.wp-embedded-content').evaluate((it) => it.clientHeight);
  const inner = await frame.locator('html').evaluate((it) => Math.ceil(it.getBoundingClientRect().height));
  const passed = inner <= outer && outer - inner < 16;
  return { what: 'the height of the frame', found: `${outer} for ${inner}`, passed };
}

/** Whether the iframe of a post has at least this number of prices. */
async function shows(browser: Browser, what: string, address: string, least: number): Promise<Row> {
  const page = await browser.newPage();
  await page.goto(address);
  const prices = page.frameLocator('iframe.wp-embedded-content').locator('.price');
  const isShown = async () => (await prices.count()) >= least;
  await until(what, isShown).catch(() => {});
  const found = await prices.count();
  await page.close();
  return { what, found: `${found} prices`, passed: found >= least };
}

/** Pastes the address into a new post in the editor, and publishes the post. */
async function pasted({ browser, blog, ticker }: Trial): Promise<Row> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: blog.origin });
  const page = await context.newPage();
  await page.goto(`${blog.origin}/wp-login.php`);
  await page.fill('#user_login', WRITER.name);
  await page.fill('#user_pass', WRITER.password);
  await Promise.all([page.waitForURL(/wp-admin/), page.click('#wp-submit')]);
  await page.goto(`${blog.origin}/wp-admin/post-new.php`);
  // A guide covers the first post of every writer.
  await page.getByRole('button', { name: 'Close dialog' }).click();
  await page.getByRole('textbox', { name: 'Add title' }).fill('Pasted');
  await page.keyboard.press('Enter');
  await page.evaluate((text) => navigator.clipboard.writeText(text), `${ticker}/embed?${CHOICE}`);
  await page.keyboard.press('Control+V');
  // Without TLS the editor shows a paragraph instead of a preview. The published post has the iframe.
  await page.locator('[data-type="core/paragraph"]', { hasText: ticker }).waitFor();
  await page.locator('.editor-post-publish-panel__toggle').click();
  await page.locator('.editor-post-publish-button').click();
  const link = page.locator('.post-publish-panel__postpublish-buttons a').first();
  const address = (await link.getAttribute('href')) ?? '';
  await context.close();
  return shows(browser, PASTED, address, 3);
}

function row(what: string, found: string, due: string): Row {
  return { what, found: found === '' ? 'none' : found, passed: found === due };
}
