import { describe, expect, it } from 'vitest';
import { ATTRIBUTES, CARRIED } from '../../../src/attributes.ts';
import { createOpenApi } from '../../../src/serve/description/openapi.ts';
import { createRouter } from '../../../src/serve/http/router.ts';
import { createEmbedRoutes } from '../../../src/serve/pages/embed/routes.ts';
import { rateFor } from '../../support/figures.ts';
import { feedOf, snapshotOf } from '../../support/fixed-feed.ts';

const held = { ...rateFor('TJS', '10.1500'), status: 'held' as const };
const rates = [rateFor('KGS', '87.4500'), rateFor('KZT', '475.09'), held];
const snapshot = snapshotOf(rates);
const feed = feedOf(() => snapshot);
const codes = ['KGS', 'KZT', 'TJS', 'UZS'];
const routes = createEmbedRoutes(feed, codes, 'https://rates.example/fx');
const app = createRouter(routes);
const nameless = createRouter(createEmbedRoutes(feed, codes, null));
const oembed = (url: string, more = '') => app.request(`/oembed?url=${encodeURIComponent(url)}${more}`);

describe('GET /embed', () => {
  it('contains the rates as text, for readers without scripts', async () => {
    const html = await (await app.request('/embed?codes=kzt&look=list')).text();
    expect(html).toContain('<li>KZT/USD = 0.0021049 — (2026-04-02)</li>');
    expect(html).not.toContain('KGS/USD');
    expect(html).toContain('<currency-ticker codes="kzt" look="list">');
  });

  it('shows the status of a rate that is not live', async () => {
    const html = await (await app.request('/embed?codes=TJS')).text();
    expect(html).toContain('<li>TJS/USD = 0.098522 — (2026-04-02, held)</li>');
  });

  it('reads codes as every other path does, with blanks and in any case, and ignores unknown ones in its text', async () => {
    const html = await (await app.request('/embed?codes=KZT,%20kgs')).text();
    expect(html.match(/[A-Z]{3}\/USD/g)).toEqual(['KGS/USD', 'KZT/USD']);
    const blanks = await (await app.request('/embed?codes=KGS%20KZT')).text();
    expect(blanks.match(/[A-Z]{3}\/USD/g)).toEqual(['KGS/USD', 'KZT/USD']);
    const partly = await (await app.request('/embed?codes=KGS,XXX')).text();
    expect(partly.match(/[A-Z]{3}\/USD/g)).toEqual(['KGS/USD']);
    expect(partly).toContain('codes="KGS,XXX"');
  });

  it('accepts every attribute of the element except src', async () => {
    const query = ATTRIBUTES.map(({ name }) => `${name}=${name === 'codes' ? 'KGS' : '1'}`).join('&');
    const html = await (await app.request(`/embed?${query}`)).text();
    const [element = ''] = html.match(/<currency-ticker[^>]*>/) ?? [];
    for (const { name } of ATTRIBUTES) expect(element.includes(` ${name}="`), name).toBe(name !== 'src');
  });

  it('takes the first value of an attribute that is given twice', async () => {
    const response = await app.request('/embed?lang=ru&lang=en&invert&invert');
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/<currency-ticker[^>]* lang="ru"/);
  });

  it('escapes hostile text and ignores unknown attributes', async () => {
    const hostile = encodeURIComponent('"><script>alert(1)</script>');
    const response = await app.request(`/embed?theme=${hostile}&onload=alert(1)`);
    const html = await response.text();
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('onload');
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-/,
    );
  });
});

describe('GET /oembed', () => {
  it('answers with one iframe for the given address', async () => {
    const answer = await (await oembed('https://rates.example/fx/embed?codes=KGS,UZS&look=cards')).json();
    expect(answer).toMatchObject({ version: '1.0', type: 'rich', width: 600, height: 156 });
    expect(answer.html).toBe(
      '<iframe src="https://rates.example/fx/embed?codes=KGS%2CUZS&amp;look=cards" width="600" height="156" ' +
        'title="Currency rates" frameborder="0" loading="lazy"></iframe>',
    );
  });

  it.each([
    ['look=list', 286],
    ['look=list&codes=KGS', 102],
    ['look=list&codes=XXX', 102],
    ['look=strip&codes=KGS', 46],
  ])('has the height that the rates of %s need', async (query, height) => {
    expect(await (await oembed(`https://rates.example/fx/embed?${query}`)).json()).toMatchObject({ height });
  });

  it('keeps within the size that a site allows', async () => {
    const answer = await (await oembed('https://rates.example/fx/', '&maxwidth=320&maxheight=30')).json();
    expect(answer).toMatchObject({ width: 320, height: 30 });
  });

  it('answers 400 without an address, and says what is missing', async () => {
    for (const query of ['', '?url=', '?format=json']) {
      const response = await app.request(`/oembed${query}`);
      expect(response.status).toBe(400);
      expect((await response.json()).detail).toBe('url: must be an address of this service');
    }
  });

  it('refuses foreign addresses and formats other than JSON', async () => {
    for (const url of [
      'https://evil.example/fx/',
      'https://rates.example/',
      'https://rates.example/fx/rates',
      'x',
    ]) {
      expect((await oembed(url)).status, url).toBe(404);
    }
    expect((await oembed('https://rates.example/fx/', '&format=xml')).status).toBe(501);
  });

  it('refuses a forged address without PUBLIC_URL', async () => {
    const response = await nameless.request(`/oembed?url=${encodeURIComponent('https://forged.example/')}`);
    expect(await response.text()).not.toContain('forged');
  });

  const called = (url: string, host: string) =>
    nameless.request(`/oembed?url=${encodeURIComponent(url)}`, { headers: { host } });

  it.each([
    ['https://rates.example/embed?look=list', 'rates.example', 'https://rates.example/embed?look=list'],
    ['http://10.0.0.7:3000/', '10.0.0.7:3000', 'http://10.0.0.7:3000/embed'],
    // Some proxies remove the port from Host.
    ['http://rates.example:8080/embed', 'rates.example', 'http://rates.example:8080/embed'],
  ])('accepts without PUBLIC_URL: %s in a request to %s', async (url, host, src) => {
    const { html, provider_url } = await (await called(url, host)).json();
    expect(html).toContain(`src="${src}"`);
    expect(provider_url).toBe(`${new URL(src).origin}/`);
  });

  it.each(['ftp', 'ws'])('refuses a page with the scheme %s without PUBLIC_URL', async (scheme) => {
    expect((await called(`${scheme}://rates.example/embed`, 'rates.example')).status).toBe(404);
  });

  it('refuses a page of another host without PUBLIC_URL', async () => {
    expect((await called('https://evil.example/embed', 'rates.example')).status).toBe(404);
    expect((await called('https://rates.example:444/embed', 'rates.example:443')).status).toBe(404);
    expect((await called('https://rates.example/embed', 'not a host')).status).toBe(404);
  });

  it('is linked from the page, which is private because its host may be forged', async () => {
    const headers = { host: 'rates.example', 'x-forwarded-proto': 'https' };
    const page = await nameless.request('/embed?look=list', { headers });
    expect(await page.text()).toContain(
      'href="https://rates.example/oembed?url=https%3A%2F%2Frates.example%2Fembed%3Flook%3Dlist"',
    );
    expect(page.headers.get('cache-control')).toMatch(/^private,/);
    expect((await app.request('/embed')).headers.get('cache-control')).toMatch(/^public,/);
  });
});

describe('the description of the pages', () => {
  const { paths } = createOpenApi('1.0.0', null, codes, routes);
  const parametersOf = (path: string) => paths[path]?.get.parameters ?? [];

  it('has every attribute of the element as a parameter of /embed', () => {
    expect(parametersOf('/embed').map(({ name }) => name)).toEqual(CARRIED.map(({ name }) => name));
    // A wrong value is no error there.
    const anyText = { type: 'string' };
    const schemas = Object.fromEntries(parametersOf('/embed').map(({ name, schema }) => [name, schema]));
    expect(schemas).toMatchObject({
      codes: { anyOf: [{ type: 'array', items: { enum: codes } }, anyText] },
      look: { anyOf: [{ type: 'string', enum: ['strip', 'compact', 'cards', 'list'] }, anyText] },
      digits: { anyOf: [{ type: 'integer', minimum: 1, maximum: 12 }, anyText] },
    });
  });

  it('has the parameters of oEmbed, of which the address is required', () => {
    expect(parametersOf('/oembed').map(({ name, required }) => [name, required])).toEqual([
      ['url', true],
      ['format', undefined],
      ['maxwidth', undefined],
      ['maxheight', undefined],
    ]);
  });
});
