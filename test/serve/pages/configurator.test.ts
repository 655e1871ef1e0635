import { describe, expect, it } from 'vitest';
import { CARRIED } from '../../../src/attributes.ts';
import { createRouter } from '../../../src/serve/http/router.ts';
import { queryOf, readChoice } from '../../../src/serve/pages/configurator/choice.ts';
import { TEXTS } from '../../../src/serve/pages/configurator/languages.ts';
import { createConfiguratorRoute } from '../../../src/serve/pages/configurator/routes.ts';
import { waysOf } from '../../../src/serve/pages/configurator/ways.ts';
import { PAGE_LANGUAGES, readLanguage } from '../../../src/serve/pages/language.ts';

const codes = ['KGS', 'KZT', 'UZS'];
const pinned = { version: '1.0.0-abc', integrity: 'sha384-x' };
const named = createRouter([
  createConfiguratorRoute({ publicUrl: 'https://rates.example/fx', codes, pinned }),
]);
const nameless = createRouter([createConfiguratorRoute({ publicUrl: null, codes, pinned })]);
const choiceOf = (query: string) => readChoice(new URLSearchParams(query), codes);

describe('a choice', () => {
  it.each([
    ['look=list&codes=UZS,kgs&digits=7', { look: 'list', codes: 'UZS,KGS', digits: '7' }],
    ['codes=uzs+KGS', { codes: 'UZS,KGS' }],
    ['codes=KGSUZS', {}],
    ['decimals=0&per=100&invert', { decimals: '0', per: '100', invert: '' }],
    ['per=1000000&invert=1', { per: '1000000', invert: '' }],
    ['per=10000000&invert=0', {}],
    // Values equal to the defaults are left out.
    ['look=strip&speed=60&per=1&codes=KGS,KZT,UZS&invert=false', {}],
    ['look=ring&digits=13&decimals=-1&per=5&speed=fast&codes=XXX&lang=de&src=https://evil.example', {}],
  ])('is read from %s', (query, choice) => expect(choiceOf(query)).toEqual(choice));

  it('is the same after it was written to a query and read back', () => {
    const choice = choiceOf('codes=UZS,KGS&look=cards&lang=ru&decimals=4&invert');
    expect(choiceOf(queryOf(choice))).toEqual(choice);
    expect(queryOf(choice)).toBe('codes=UZS,KGS&look=cards&lang=ru&decimals=4&invert=');
  });
});

describe('the ways to embed the ticker', () => {
  const code = (query: string, name: string) =>
    waysOf(choiceOf(query), 'https://rates.example/fx', pinned, codes).find((way) => way.name === name);

  it('contain the choice, each in its own form', () => {
    const query = 'look=list&codes=UZS&invert';
    expect(code(query, 'tag')?.code).toBe(
      '<script async src="https://rates.example/fx/widget.js" data-codes="UZS" data-look="list" data-invert></script>',
    );
    expect(code(query, 'element')?.code).toContain('<currency-ticker codes="UZS" look="list" invert></');
    expect(code(query, 'iframe')?.code).toContain('/fx/embed?codes=UZS&amp;look=list&amp;invert="');
    expect(code(query, 'oembed')?.code).toBe('https://rates.example/fx/embed?codes=UZS&look=list&invert=');
    expect(code(query, 'picture')?.code).toBe(
      '<img src="https://rates.example/fx/rates.svg?codes=UZS&amp;look=list&amp;invert=" width="600" alt="Currency rates">',
    );
    expect(code(query, 'react')?.code).toContain('<currency-ticker codes="UZS" look="list" invert="" />');
  });

  it.each([
    [codes, '', 225],
    [[...codes, 'TJS', 'TMT', 'GEL'], '', 409],
    [[...codes, 'TJS', 'TMT', 'GEL'], '&codes=KGS', 102],
  ])('reserve the height that the list of %j%s needs', (served, more, height) => {
    const choice = readChoice(new URLSearchParams(`look=list${more}`), served);
    const [frame] = waysOf(choice, 'https://rates.example', pinned, served).filter(
      ({ name }) => name === 'iframe',
    );
    expect(frame?.code).toContain(` height="${height}"`);
  });

  it('leave out the options that a picture does not accept', () => {
    const still = code('speed=90&direction=right&digits=4&decimals=3', 'picture')?.code;
    expect(still).toContain('/rates.svg?decimals=3"');
    expect(code('digits=4', 'picture')?.code).toContain('?digits=4"');
    expect(code('', 'picture')?.code).toContain('/rates.svg" ');
  });

  it('list the origins that a strict policy must allow', () => {
    expect(code('', 'tag')?.policy).toBe(
      'script-src https://rates.example; connect-src https://rates.example wss://rates.example',
    );
    expect(code('', 'iframe')?.policy).toBe('frame-src https://rates.example');
    expect(code('', 'picture')?.policy).toBe('img-src https://rates.example');
  });
});

describe('GET /', () => {
  const get = async (app: typeof named, path = '/', headers: Record<string, string> = {}) => {
    const response = await app.request(path, { headers });
    return { response, html: await response.text() };
  };

  it.each([
    ['ru-RU,ru;q=0.9,en;q=0.8', undefined, 'ru'],
    ['de,kk;q=0.5,en;q=0.3', undefined, 'kk'],
    ['de', undefined, 'en'],
    ['ru;q=0, uz', undefined, 'uz'],
    ['ru', 'tk', 'tk'],
    ['ru', 'nonsense', 'ru'],
  ])('answers a reader of %s who asks for %s in %s', async (accepted, asked, language) => {
    expect(readLanguage(asked, accepted)).toBe(language);
    const { html, response } = await get(named, asked ? `/?ui=${asked}` : '/', {
      'accept-language': accepted,
    });
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain(`<h1>${TEXTS[language as 'en'].title}</h1>`);
    expect(response.headers.get('vary')).toContain('accept-language');
  });

  it.each(PAGE_LANGUAGES)('has a label for every attribute and word in %s', (language) => {
    const { labels, words } = TEXTS[language];
    for (const { name, kind, words: known = [] } of CARRIED) {
      expect(labels[name as keyof typeof labels]).toMatch(/\S/);
      if (kind !== 'word' || name === 'lang') continue;
      for (const word of known) expect(words[word as keyof typeof words], word).toMatch(/\S/);
    }
  });

  it('has a control for every attribute of the element', async () => {
    const { html } = await get(named);
    for (const { name } of CARRIED) expect(html, name).toContain(` name="${name}"`);
  });

  it('offers every power of ten of per', async () => {
    const { html } = await get(named);
    const [, select = ''] = /<select name="per"[^>]*>(.*?)<\/select>/.exec(html) ?? [];
    const offered = [...select.matchAll(/value="(\d+)"/g)].map(([, value]) => value);
    expect(offered).toEqual(CARRIED.find(({ name }) => name === 'per')?.words);
  });

  it('has metadata for link previews and for oEmbed discovery', async () => {
    const { html, response } = await get(named);
    expect(html).toMatch(/<meta name="description" content="[^"]{40,160}"/);
    for (const name of ['title', 'description', 'url', 'type', 'site_name', 'locale']) {
      expect(html).toMatch(new RegExp(`<meta property="og:${name}" content="[^"]+"`));
    }
    expect(html).toContain('href="https://rates.example/fx/oembed?url=https%3A%2F%2Frates.example%2Ffx%2F"');
    expect(response.headers.get('cache-control')).toMatch(/^public,/);
  });

  it('contains the host of the request only in a private answer', async () => {
    const { html, response } = await get(nameless, '/', { host: 'forged.example' });
    expect(html).toContain('content="http://forged.example/"');
    expect(response.headers.get('cache-control')).toMatch(/^private,/);
    const hostile = await get(nameless, '/', { host: '"><script>' });
    expect(hostile.html).not.toContain('"><script>"');
  });
});
