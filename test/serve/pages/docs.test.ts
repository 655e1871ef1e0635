import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createArchive } from '../../../src/publish/archive.ts';
import { createFeed } from '../../../src/publish/feed.ts';
import { createReports } from '../../../src/publish/reports.ts';
import { createApp } from '../../../src/serve/app.ts';
import { clientExamples, serverExamples } from '../../../src/serve/description/messages.ts';
import type { OpenApi, Parameter } from '../../../src/serve/description/openapi.ts';
import { PROBLEMS } from '../../../src/serve/http/problem.ts';
import { addressFor } from '../../../src/serve/pages/docs/requests.ts';
import { refOf } from '../../../src/sources/source.ts';
import { createEmbeddedStore } from '../../../src/store/embedded/store.ts';
import { createScriptedSource } from '../../support/banks/scripted-source.ts';
import { createQuietLog } from '../../support/recorded-log.ts';

const { log } = createQuietLog();
const codes = ['KZT', 'UZS'];
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
let description: OpenApi;
let app: ReturnType<typeof createApp>;

/** A service with one figure that is shown, one that is held, and one that is missing. */
beforeAll(async () => {
  const store = await createEmbeddedStore({ files: null, log });
  const scripted = createScriptedSource(store);
  const { source } = scripted.selected;
  await scripted.pollWith('2026-04-01T11:00:00Z', '2026-04-02', '475.09');
  await scripted.pollWith('2026-04-02T11:00:00Z', '2026-04-03', '4750.90');
  const feed = createFeed(store.view, { codes, admits: () => true });
  const archive = createArchive(store.view, {
    publisherOf: new Map([['KZT', 'bank']]),
    seedId: 'seed',
    kindOf: () => 'official',
  });
  await vi.waitUntil(() => archive.fixings('KZT', '2026-01-01', '2026-12-31')?.length === 1);
  app = createApp({
    feed,
    archive,
    codes,
    reports: createReports(store, [
      { ...refOf(source), country: source.country, terms: source.terms, publishes: ['KZT'], checks: [] },
    ]),
    widget: { script: '', version: '1.0.0', words: { kk: '{}', ru: '{"KGS":"сом"}' }, parts: {} },
    publicUrl: null,
    limits: { rateLimit: 600, maxClients: 20_000, maxClientsPerAddress: 1_000 },
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
  ['/rates.svg?look=cards', '/rates.svg'],
  ['/rates.svg?width=1', '/rates.svg'],
  ['/rates.png', '/rates.png'],
  ['/rates.png?theme=auto', '/rates.png'],
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
  ['/widget/ru.json', '/widget/{language}.json'],
  ['/widget/xx.json', '/widget/{language}.json'],
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
  it.each(EXAMPLES)('describes the answer of %s', async (path, of) => {
    const response = await app.request(path);
    const described = description.paths[of]?.get.responses[String(response.status)];
    expect(described, `${response.status} is described`).toBeDefined();
    const type = (response.headers.get('content-type') ?? '').replace(/;.*/, '');
    const schema = described?.content?.[type]?.schema;
    expect(schema, `${type} is described`).toBeDefined();
    for (const name of ['ETag', 'Last-Modified', 'Retry-After'] as const) {
      if (response.headers.has(name)) expect(described?.headers, name).toHaveProperty(name);
    }
    if (!/\/(?:problem\+)?json$/.test(type)) return;
    const reference = String(schema?.$ref ?? '').replace('#', 'openapi#');
    const validate = reference === '' ? ajv.compile(schema ?? {}) : ajv.getSchema(reference);
    expect(validate?.(await response.json()), JSON.stringify(validate?.errors)).toBe(true);
  });

  it('rejects a float, an exponent and a missing field', async () => {
    const validate = ajv.getSchema('openapi#/components/schemas/Rate');
    const rate = await (await app.request('/rates/KZT')).json();
    for (const wrong of [{ rate: 0.0021 }, { rate: '8.2e-5' }, { inverse: undefined }, { status: 'fine' }]) {
      expect(validate?.(JSON.parse(JSON.stringify({ ...rate, ...wrong })))).toBe(false);
    }
  });

  it('requires only the parameters without which there is no answer', async () => {
    for (const [path, { get }] of Object.entries(description.paths)) {
      const { parameters = [] } = get;
      const named = parameters.filter((it) => it.required && it.in === 'query');
      const base = parameters
        .filter((it) => it.in === 'path')
        .reduce((text, it) => text.replace(`{${it.name}}`, String(it.example)), path);
      const statusWith = async (chosen: typeof named) => {
        const query = chosen.map(({ name, example }) => `${name}=${encodeURIComponent(String(example))}`);
        return (await app.request(`${base}?${query.join('&')}`)).status;
      };
      expect(await statusWith(named), path).not.toBe(400);
      for (const one of named) {
        expect(await statusWith(named.filter((it) => it !== one)), `${path} without ${one.name}`).toBe(400);
      }
    }
  });

  it('shows the answer of the address that it shows', async () => {
    let count = 0;
    for (const [path, { get }] of Object.entries(description.paths)) {
      const { example } = Object.values(get.responses['200']?.content ?? {})[0] ?? {};
      if (example === undefined) continue;
      count += 1;
      // The example of /oembed is an address of this host.
      const address = addressFor(path, get, 'http://localhost');
      const response = await app.request(address, { headers: { host: 'localhost' } });
      const isJson = response.headers.get('content-type')?.startsWith('application/json');
      expect(example, path).toEqual(isJson ? await response.json() : await response.text());
    }
    expect(count).toBeGreaterThan(15);
  });

  it('has defaults and examples that its own schemas accept', () => {
    for (const [path, { get }] of Object.entries(description.paths)) {
      for (const { name, schema, example } of get.parameters ?? ([] as Parameter[])) {
        const validate = ajv.compile(schema);
        for (const value of [schema.default, example].filter((it) => it !== undefined))
          expect(validate(value), `${path} ${name}: ${JSON.stringify(value)}`).toBe(true);
      }
    }
    const { parameters = [] } = description.paths['/rates/{code}/history']?.get ?? {};
    // Year 0 is not a year in Python, and a generator would send it.
    expect(parameters.map(({ schema }) => 'default' in schema)).toEqual([false, false, false]);
  });

  it('explains each field of a rate, its change, its history and a conversion', () => {
    const { schemas } = description.components;
    for (const name of ['Rate', 'Change', 'HistoryRow', 'Conversion'] as const) {
      const fields = Object.entries(schemas[name].properties as Record<string, object>);
      const silent = fields.filter(([, it]) => !['description', '$ref', 'const'].some((key) => key in it));
      expect(silent.map(([field]) => `${name}.${field}`)).toEqual([]);
    }
  });

  it('lists the codes that are served', () => {
    for (const code of codes) expect(description.info.description).toContain(code);
  });

  it('has no path without an example in this test', () => {
    expect(new Set(EXAMPLES.map(([, of]) => of))).toEqual(new Set(Object.keys(description.paths)));
  });

  it('is a page with one script of its own, and is complete without it', async () => {
    const response = await app.request('/docs');
    const html = await response.text();
    const policy = response.headers.get('content-security-policy');
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^' ]+'; /);
    expect(html.match(/<script/g)).toHaveLength(1);
    // The buttons are hidden until the script runs.
    const { length } = html.match(/<button/g) ?? [];
    expect(length).toBeGreaterThan(20);
    expect(html.match(/<button[^>]* hidden/g)).toHaveLength(length);
  });

  it('has an anchor for each path, message, problem and object, and no broken link to one', async () => {
    const html = await (await app.request('/docs')).text();
    const places = new Set([...html.matchAll(/ id="([^"]+)"/g)].map((it) => it[1]));
    for (const { get } of Object.values(description.paths)) expect(places).toContain(get.operationId);
    for (const { name } of Object.values(PROBLEMS)) expect(places).toContain(`problem-${name}`);
    for (const name of ['snapshot', 'update', 'heartbeat', 'subscribed', 'pong', 'error', 'goodbye'])
      expect(places).toContain(`message-${name}`);
    for (const [, to] of html.matchAll(/ href="#([^"]+)"/g)) expect(places).toContain(to);
  });

  it('has an example of each problem, and no part that nothing refers to', () => {
    const text = JSON.stringify(description);
    const { schemas, headers, parameters, examples } = description.components;
    for (const [kind, parts] of Object.entries({ schemas, headers, parameters, examples })) {
      for (const name of Object.keys(parts))
        expect(text, name).toContain(`"$ref":"#/components/${kind}/${name}"`);
    }
    const validate = ajv.getSchema('openapi#/components/schemas/Problem');
    for (const { value } of Object.values(examples)) expect(validate?.(value)).toBe(true);
    for (const { get } of Object.values(description.paths)) {
      const problems = Object.values(get.responses).map(
        (it) => it.content?.['application/problem+json']?.examples,
      );
      for (const named of problems.filter((it) => it !== undefined))
        expect(Object.keys(named)).toHaveLength(1);
    }
  });

  it('explains headers and problems', async () => {
    const html = await (await app.request('/docs')).text();
    for (const word of ['X-Request-Id', 'Last-Modified', 'brotli', 'Access-Control-Allow-Origin'])
      expect(html).toContain(word);
    expect(html).toContain('&quot;detail&quot;: &quot;digits: must be a whole number from 1 to 12&quot;');
  });

  it('shows the answers and the limits of this service', async () => {
    const html = await (await app.request('/docs')).text();
    const { rates } = await (await app.request('/rates')).json();
    expect(html).toContain(`&quot;rate&quot;: &quot;${rates[0].rate}&quot;`);
    expect(html).toContain('600 a minute and address');
    expect(html).toContain('20000 at a time, 1000 from one address');
  });

  it('shows how to listen by WebSocket, by SSE and with the client', async () => {
    const response = await app.request('/docs', { headers: { host: 'rates.example' } });
    const html = await response.text();
    expect(html).toContain('new WebSocket(&#39;ws://rates.example/ws?codes=KZT&#39;)');
    expect(html).toContain('new EventSource(&#39;http://rates.example/stream?codes=KZT&#39;)');
    expect(html).toContain('connect({ src: &#39;http://rates.example&#39;, codes: [&#39;KZT&#39;] })');
    expect(description.info.description).toContain('/asyncapi.json');
  });

  it('shows the allowed values of each parameter once, also an empty one', async () => {
    const html = await (await app.request('/docs')).text();
    expect(html).toContain('<small>empty, 1, true, 0, false</small>');
    for (const [, about, range] of html.matchAll(/<dd>([^<]*) <small>(\d+ to \d+)<\/small>/g))
      expect(about).not.toContain(range);
  });

  it('has no other address than its own in an answer', async () => {
    const response = await app.request('/docs', { headers: { host: 'rates.example' } });
    const page = await response.text();
    expect(page).toContain('http://rates.example/embed');
    expect(page).not.toContain('localhost');
  });

  it('is the same for each host except for its name, and escapes a hostile name', async () => {
    const pageFor = async (host: string) => (await app.request('/docs', { headers: { host } })).text();
    const [one, other, hostile] = [
      await pageFor('one.example:81'),
      await pageFor('other.example'),
      await pageFor('a"b\'c'),
    ];
    expect(one.split('one.example').length).toBeGreaterThan(20);
    expect(one).toContain('url=http%3A%2F%2Fone.example%3A81%2F');
    expect(one.replaceAll(/one\.example(?::|%3A)81/g, 'other.example')).toBe(other);
    expect(hostile).toContain('http://a&quot;b&#39;c/rates');
    expect(hostile).not.toContain('a"b');
  });

  it('contains the host of the request in its examples, in a private answer', async () => {
    const response = await app.request('/docs', { headers: { host: 'rates.example:8080' } });
    expect(await response.text()).toContain('curl -s &#39;http://rates.example:8080/rates?codes=KZT&#39;');
    expect(response.headers.get('cache-control')).toMatch(/^private,/);
  });

  it('has examples of stream messages that match their description', async () => {
    const { components } = await (await app.request('/asyncapi.json')).json();
    ajv.addSchema({ $id: 'asyncapi', components });
    const snapshot = await (await app.request('/rates')).json();
    const examples = { ...serverExamples(snapshot, snapshot.rates[0]), ...clientExamples('KZT') };
    expect(Object.keys(examples).sort()).toEqual(Object.keys(components.messages).sort());
    for (const [name, message] of Object.entries(examples)) {
      const validate = ajv.getSchema(`asyncapi#/components/messages/${name}/payload`);
      expect(validate?.(message), `${name}: ${JSON.stringify(validate?.errors)}`).toBe(true);
    }
  });
});
