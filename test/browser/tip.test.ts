import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIVE, rate } from './feed.ts';
import { type Stage, startStage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage?.close());

const TICKER = '<currency-ticker></currency-ticker>';
const own = (page: Page, code: string) => page.locator(`ul:not([aria-hidden]) [data-code=${code}] .body`);
const tipOf = (page: Page) => page.locator('.tip');
/** The description that a screen reader reads after the name of each item. */
const descriptions = (page: Page) =>
  page.locator('ul:not([aria-hidden]) .body').evaluateAll((bodies) =>
    bodies.map((it) => {
      const id = it.getAttribute('aria-describedby');
      return id ? ((it.getRootNode() as ShadowRoot).getElementById(id)?.textContent ?? '') : '';
    }),
  );

describe('a tooltip', () => {
  it('describes only its own item, as soon as that has the focus', async () => {
    const page = await stage.open(TICKER);
    await own(page, 'KGS').focus();
    expect((await descriptions(page))[0]).toContain('1 USD = 87.4500 KGS');
    await tipOf(page).filter({ visible: true }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const told = await descriptions(page);
    expect(told.map((it) => /1 USD = \S+ (\w+)/.exec(it)?.[1] ?? '')).toEqual(['', '', 'TJS', '', '']);
    await page.context().close();
  });

  it('keeps its item still while it is open, and shows the newest figures', async () => {
    const page = await stage.open(TICKER);
    await page.waitForFunction(
      () => Reflect.get(document.querySelector('currency-ticker') ?? {}, 'state') === 'live',
    );
    await page.mouse.move(640, 25);
    await tipOf(page).filter({ visible: true }).waitFor();
    const at = () =>
      page
        .locator('.list')
        .first()
        .evaluate((it) => it.getBoundingClientRect().left);
    const before = await at();
    await page.waitForTimeout(1_500);
    expect(Math.abs((await at()) - before)).toBeLessThan(0.5);
    const code = /1 (\w+) =/.exec((await tipOf(page).textContent()) ?? '')?.[1] ?? '';
    stage.feed.push(rate(code, '444.44'));
    await tipOf(page).getByText(`1 USD = 444.44 ${code}`).waitFor();
    stage.feed.push(...FIVE);
    await page.mouse.move(640, 600);
    await tipOf(page).waitFor({ state: 'hidden' });
    await expect.poll(at).not.toBe(before);
    await page.context().close();
  });

  it('stays closed where the page prevents the click', async () => {
    const page = await stage.open('<currency-ticker speed="0"></currency-ticker>');
    await page.evaluate(() => document.addEventListener('ticker:click', (event) => event.preventDefault()));
    await own(page, 'KZT').click();
    await page.waitForTimeout(1_000);
    expect(await tipOf(page).isVisible()).toBe(false);
    await page.mouse.move(640, 600);
    await own(page, 'KGS').focus();
    await page.keyboard.press('Enter');
    await page.waitForTimeout(600);
    expect(await tipOf(page).isVisible()).toBe(false);
    await page.context().close();
  });

  it('that hover has opened is closed by Escape, wherever the focus is', async () => {
    const page = await stage.open(`<input>${TICKER}`);
    await page.locator('input').focus();
    await page.mouse.move(640, 45);
    await tipOf(page).filter({ visible: true }).waitFor();
    await page.keyboard.press('Escape');
    await tipOf(page).waitFor({ state: 'hidden' });
    await page.waitForTimeout(600);
    expect(await tipOf(page).isVisible()).toBe(false);
    await page.context().close();
  });

  it('in a dialog is closed by the first Escape, and the dialog by the second', async () => {
    const page = await stage.open(`<dialog>${TICKER}</dialog>`);
    await page.evaluate(() => document.querySelector('dialog')?.showModal());
    await own(page, 'KZT').focus();
    await tipOf(page).filter({ visible: true }).waitFor();
    await page.keyboard.press('Escape');
    await tipOf(page).waitFor({ state: 'hidden' });
    const dialog = page.locator('dialog');
    expect(await dialog.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page.context().close();
  });

  it('says of which figure the dash of an unknown change is, and draws its focus ring beside the text', async () => {
    const page = await stage.open(TICKER, { lang: 'ru' });
    await own(page, 'KGS').focus();
    await tipOf(page).getByText('предыдущий: —', { exact: true }).waitFor();
    await page.keyboard.press('Tab');
    const link = tipOf(page).locator('a:focus-visible');
    await link.waitFor();
    const offset = await link.evaluate((it) => Number.parseFloat(getComputedStyle(it).outlineOffset));
    expect(offset).toBeGreaterThan(0);
    await page.context().close();
  });

  it('is closed when the page is scrolled by a key', async () => {
    const page = await stage.open(`${TICKER}<div style="height:3000px">text</div>`);
    await page.mouse.move(640, 25);
    await tipOf(page).filter({ visible: true }).waitFor();
    await page.keyboard.press('PageDown');
    await tipOf(page).waitFor({ state: 'hidden' });
    await page.context().close();
  });

  it.each(['zoom:2', 'zoom:1', 'zoom:.5', 'direction:rtl'])(
    'is placed at its item under body{%s}',
    async (css) => {
      const page = await stage.open(TICKER, { head: `<style>body{${css}}</style>` });
      await page.mouse.move(600, css === 'zoom:2' ? 50 : css === 'zoom:.5' ? 12 : 25);
      await tipOf(page).filter({ visible: true }).waitFor();
      const offsets = () =>
        page.evaluate(() => {
          const root = document.querySelector('currency-ticker')?.shadowRoot;
          const owner = root?.querySelector('[aria-describedby]')?.parentElement?.getBoundingClientRect();
          const tip = root?.querySelector('.tip')?.getBoundingClientRect();
          if (owner === undefined || tip === undefined) return null;
          const due = { left: Math.min(owner.left, 1280 - tip.width - 8), top: owner.bottom + 8 };
          return Math.max(Math.abs(tip.left - due.left), Math.abs(tip.top - due.top));
        });
      // The belt needs a moment to stop under the pointer, on a busy machine some seconds.
      await expect.poll(offsets, { timeout: 5_000 }).toBeLessThan(1);
      await page.context().close();
    },
  );

  it.each([
    ['en', '+0.77\u202f% (previous: 0.0020886, 2026-04-01)'],
    ['ru', '+0,77\u202f% (предыдущий: 0,0020886, 01.04.2026)'],
  ])('names the figure in brackets: %s', async (lang, line) => {
    const page = await stage.open('<currency-ticker speed="0"></currency-ticker>', { lang });
    await own(page, 'KZT').hover();
    await tipOf(page).getByText(line, { exact: true }).waitFor();
    await page.context().close();
  });

  it('links to the bank, but not to an address that is no page', async () => {
    const page = await stage.open('<currency-ticker speed="0"></currency-ticker>', { lang: 'ru' });
    await own(page, 'KZT').hover();
    const link = tipOf(page).getByRole('link', { name: 'Национальный Банк Казахстана' });
    expect(await link.getAttribute('href')).toBe('https://bank.example');
    const source = { id: 'x', name: 'X', kind: 'official' as const, url: 'javascript:alert(1)' };
    stage.feed.push(rate('KZT', '475.09', { source }));
    await tipOf(page).getByText('X, 02.04.2026').waitFor();
    expect(await page.locator('.tip a[href]').count()).toBe(0);
    stage.feed.push(...FIVE);
    await page.context().close();
  });
});
