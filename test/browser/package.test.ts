import { build, type Plugin } from 'esbuild';
import type { Browser } from 'playwright-core';
import { compile } from 'svelte/compiler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../widget/define.ts';
import { launch, type Site, startSite } from './chromium.ts';
import { startFeed, type TestFeed } from './feed.ts';

let browser: Browser;
let site: Site;
let feed: TestFeed;

beforeAll(async () => {
  [browser, site, feed] = await Promise.all([launch(), startSite(), startFeed()]);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([site?.close(), feed?.close()]);
});

/** Each mounts one ticker, counts its updates in `window.updates`, and removes it at `window.leave()`. */
const APPLICATIONS: Record<string, string> = {
  'React 19': `
    import { createElement } from 'react';
    import { createRoot } from 'react-dom/client';
    const root = createRoot(document.getElementById('place'));
    const seen = () => { window.updates = (window.updates ?? 0) + 1; };
    const props = { codes: 'KZT', look: 'cards', invert: true, 'onticker:update': seen };
    root.render(createElement('currency-ticker', props, 'KZT/USD'));
    window.leave = () => root.unmount();`,
  'Vue 3': `
    import { createApp, h } from 'vue';
    const seen = () => { window.updates = (window.updates ?? 0) + 1; };
    const props = { codes: 'KZT', look: 'cards', invert: '', 'onTicker:update': seen };
    const app = createApp({ render: () => h('currency-ticker', props, 'KZT/USD') });
    app.mount('#place');
    window.leave = () => app.unmount();`,
  'Svelte 5': `
    import { mount, unmount } from 'svelte';
    import Page from 'page.svelte';
    const seen = () => { window.updates = (window.updates ?? 0) + 1; };
    const page = mount(Page, { target: document.getElementById('place'), props: { seen } });
    window.leave = () => unmount(page);`,
};
const SVELTE = `<script>
  let { seen } = $props();
  const listeners = { 'onticker:update': () => seen() };
</script>
<currency-ticker codes="KZT" look="cards" invert={true} {...listeners}>KZT/USD</currency-ticker>`;

const svelte: Plugin = {
  name: 'svelte',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^page\.svelte$/ }, () => ({ path: 'page.svelte', namespace: 'svelte-page' }));
    onLoad({ filter: /.*/, namespace: 'svelte-page' }, () => ({
      contents: compile(SVELTE, { generate: 'client', filename: 'Page.svelte' }).js.code,
      resolveDir: import.meta.dirname,
    }));
  },
};

async function bundle(application: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { define } from 'silk-ticker/widget';\ndefine('${feed.origin}');\n${application}`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    format: 'esm',
    minify: true,
    plugins: [svelte],
    conditions: ['browser'],
    define: {
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
    },
    logLevel: 'error',
  });
  return outputFiles[0]?.text.replaceAll('</script', '<\\/script') ?? '';
}

describe('the module of the element in a bundle', () => {
  it.each(Object.entries(APPLICATIONS))(
    'shows rates in %s, and is removed with it',
    async (name, application) => {
      const script = `<script type="module">${await bundle(application)}</script>`;
      const address = site.put(`/${encodeURIComponent(name)}`, { body: `<div id="place"></div>${script}` });
      const page = await browser.newPage();
      const faults: string[] = [];
      page.on('pageerror', ({ message }) => faults.push(message));
      await page.goto(address);
      const price = page.locator('currency-ticker').locator('.item .price').first();
      await expect.poll(() => price.textContent(), { timeout: 10_000 }).toContain('475.09');
      expect(await page.locator('currency-ticker .item').count()).toBe(1);
      await expect.poll(() => page.evaluate('window.updates')).toBeGreaterThan(0);
      await expect.poll(() => feed.open).toBe(1);
      await page.evaluate('window.leave()');
      await expect.poll(() => page.locator('currency-ticker').count()).toBe(0);
      await expect.poll(() => feed.open, { timeout: 10_000 }).toBe(0);
      expect(faults).toEqual([]);
      await page.close();
    },
  );
});
