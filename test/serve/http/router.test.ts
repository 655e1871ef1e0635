import { describe, expect, it } from 'vitest';
import { createRoute, type Description, type Route } from '../../../src/serve/http/route.ts';
import { createLabels, createRouter } from '../../../src/serve/http/router.ts';

const CODE = { description: 'A code', values: ['KGS'] };

function route(path: Description['path'], more: Partial<Description> = {}): Route {
  return createRoute({
    path,
    operationId: `get${path.replace(/\W/g, '')}`,
    tag: 'Rates',
    summary: `What ${path} is`,
    ...(path.includes('{') ? { parameter: CODE } : {}),
    answer: { type: 'text/plain', schema: 'text', description: 'Text' },
    problems: [],
    example: () => path,
    ...more,
    handle: (_c, _query, parameter) => new Response(`${path} ${parameter}`),
  });
}

const routes = [
  '/rates',
  '/rates/{code}',
  '/rates/{code}.txt',
  '/rates/{code}/history',
  '/files/{name}.js',
].map((path) => route(path as Description['path']));

describe('routes', () => {
  const app = createRouter(routes);
  it.each([
    ['/rates', '/rates '],
    ['/rates/KGS', '/rates/{code} KGS'],
    ['/rates/KGS.txt', '/rates/{code}.txt KGS'],
    ['/rates/KGS.csv', '/rates/{code} KGS.csv'],
    ['/rates/KGS/history', '/rates/{code}/history KGS'],
    ['/files/a.b.js', '/files/{name}.js a.b'],
  ])('lead %s to %s', async (path, to) => expect(await (await app.request(path)).text()).toBe(to));

  it.each(['/files/a.css', '/rates/KGS/other', '/other'])('answer 404 to %s', async (path) =>
    expect((await app.request(path)).status).toBe(404),
  );

  it.each<[string, Route[]]>([
    ['without a summary', [route('/a', { summary: ' ' })]],
    ['without an operationId', [route('/a', { operationId: '' })]],
    ['twice at a path', [route('/a'), route('/a', { operationId: 'other' })]],
    [
      'twice under an operationId',
      [route('/a', { operationId: 'same' }), route('/b', { operationId: 'same' })],
    ],
    ['with a parameter without a description', [{ ...route('/a'), path: '/a/{b}' }]],
    ['that overlap, for which Hono has only a slower router', [route('/a/{b}'), route('/a/b/{c}')]],
    ['with two parameters', [route('/{a}/{b}')]],
    ['with a parameter that is not in the path', [route('/a', { parameter: CODE })]],
  ])('are refused %s', (_what, broken) => {
    expect(() => createRouter(broken)).toThrow();
  });
});

describe('the label of a request', () => {
  const labelOf = createLabels(routes);
  it.each([
    ['/rates?codes=KGS', '/rates'],
    ['/rates/KGS', '/rates/{code}'],
    ['/rates/anything.txt?x', '/rates/{code}.txt'],
    ['/rates/%2e%2e/history?from=x', '/rates/{code}/history'],
    ['/rates/', 'other'],
    ['/rates/a/b', 'other'],
    ['/wp-login.php', 'other'],
    ['//', 'other'],
    ['', 'other'],
  ])('of %s is %s', (url, label) => expect(labelOf(url)).toBe(label));
});
