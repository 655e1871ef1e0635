import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createArchive } from '../../../src/publish/archive.ts';
import { createFeed } from '../../../src/publish/feed.ts';
import { createReports } from '../../../src/publish/reports.ts';
import type { OpenApi } from '../../../src/serve/description/openapi.ts';
import { createApp } from '../../../src/serve/http/app.ts';
import { createEmbeddedStore } from '../../../src/store/embedded/store.ts';
import { createPress } from '../../support/banks/press.ts';
import { createQuietLog } from '../../support/recorded-log.ts';

const { log } = createQuietLog();
const codes = ['KZT', 'UZS'];
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
let description: OpenApi;
let app: ReturnType<typeof createApp>;

/** A service in which one figure is shown, one is held, and one is not there yet. */
beforeAll(async () => {
  const store = await createEmbeddedStore({ files: null, log });
  const press = createPress(store);
  await press.print('2026-04-01T11:00:00Z', '2026-04-02', '475.09');
  await press.print('2026-04-02T11:00:00Z', '2026-04-03', '4750.90');
  const feed = createFeed(store.view, { codes, admits: () => true });
  const archive = createArchive(store.view, new Map([['KZT', 'bank']]));
  await vi.waitUntil(() => archive.fixings('KZT', '2026-01-01', '2026-12-31')?.length === 1);
  app = createApp({
    feed,
    archive,
    codes,
    reports: createReports(store, ['bank']),
    widget: { script: '', version: '1.0.0', words: { ru: '{}' }, parts: {} },
    publicUrl: null,
    stopping: () => false,
    onError: (error) => expect.unreachable(String(error)),
  });
  description = await (await app.request('/openapi.json')).json();
  ajv.addSchema({ $id: 'openapi', ...description });
});

const EXAMPLES: [path: string, of: string][] = [
  ['/rates', '/rates'],
  ['/rates?codes=XXX', '/rates'],
  ['/rates.txt', '/rates.txt'],
  ['/rates.csv', '/rates.csv'],
  ['/rates.ndjson?digits=3', '/rates.ndjson'],
  ['/rates/KZT', '/rates/{code}'],
  ['/rates/XXX', '/rates/{code}'],
  ['/rates/UZS', '/rates/{code}'],
  ['/rates.atom', '/rates.atom'],
  ['/rates/KZT.atom', '/rates/{code}.atom'],
  ['/rates/UZS.atom', '/rates/{code}.atom'],
  ['/rates/KZT.txt', '/rates/{code}.txt'],
  ['/rates/KZT.txt?digits=x', '/rates/{code}.txt'],
  ['/rates/KZT/badge', '/rates/{code}/badge'],
  ['/rates/KZT/history', '/rates/{code}/history'],
  ['/rates/KZT/history?from=x', '/rates/{code}/history'],
  ['/convert?from=KZT&to=USD', '/convert'],
  ['/convert?from=KZT', '/convert'],
  ['/rates/KZT/history.csv', '/rates/{code}/history.csv'],
  ['/rates/KZT/history.ndjson', '/rates/{code}/history.ndjson'],
  ['/sources', '/sources'],
  ['/widget.js', '/widget.js'],
  ['/widget.json', '/widget.json'],
  ['/widget/1.0.0.js', '/widget/{version}.js'],
  ['/widget/0.9.0.js', '/widget/{version}.js'],
  ['/widget/words/ru.json', '/widget/words/{language}.json'],
  ['/widget/words/xx.json', '/widget/words/{language}.json'],
  ['/', '/'],
  ['/docs', '/docs'],
  ['/embed?codes=KZT', '/embed'],
  ['/oembed?url=http%3A%2F%2Flocalhost%2F', '/oembed'],
  ['/oembed?format=xml', '/oembed'],
  ['/openapi.json', '/openapi.json'],
  ['/asyncapi.json', '/asyncapi.json'],
  ['/healthz', '/healthz'],
  ['/readyz', '/readyz'],
];

describe('the description of the API', () => {
  it.each(EXAMPLES)('tells what %s answers', async (path, of) => {
    const response = await app.request(path);
    const said = description.paths[of]?.get.responses[String(response.status)];
    expect(said, `${response.status} is described`).toBeDefined();
    const type = (response.headers.get('content-type') ?? '').replace(/;.*/, '');
    const schema = said?.content?.[type]?.schema;
    expect(schema, `${type} is described`).toBeDefined();
    if (!/\/(?:problem\+)?json$/.test(type)) return;
    const reference = String(schema?.$ref ?? '').replace('#', 'openapi#');
    const validate = reference === '' ? ajv.compile(schema ?? {}) : ajv.getSchema(reference);
    expect(validate?.(await response.json()), JSON.stringify(validate?.errors)).toBe(true);
  });

  it('would tell a float, an exponent and a missing field apart', async () => {
    const validate = ajv.getSchema('openapi#/components/schemas/Rate');
    const rate = await (await app.request('/rates/KZT')).json();
    for (const wrong of [{ rate: 0.0021 }, { rate: '8.2e-5' }, { inverse: undefined }, { status: 'fine' }]) {
      expect(validate?.(JSON.parse(JSON.stringify({ ...rate, ...wrong })))).toBe(false);
    }
  });

  it('leaves no path of it without an example here', () => {
    expect(new Set(EXAMPLES.map(([, of]) => of))).toEqual(new Set(Object.keys(description.paths)));
  });

  it('is a page without a script, under a policy that forbids any', async () => {
    const response = await app.request('/docs');
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(await response.text()).not.toContain('<script');
  });
});
