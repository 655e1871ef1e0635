// serve: GET /docs, the description of the API for people: one page without a script.
import { Hono } from 'hono';
import type { OpenApi, Operation } from '../description/openapi.ts';
import { answer, prepare } from '../http/prepared.ts';
import { PROBLEMS } from '../http/problem.ts';
import { escaped, pageHeaders, SHEET } from './theme.ts';

/** Five minutes: it changes with a release alone. */
const CACHE = 'public, max-age=300, stale-while-revalidate=86400';

const STYLE = `${SHEET}
h2 { font: 600 1.05rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; margin: 0 }
section { border-top: 1px solid var(--line); padding: 1.25rem 0 }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .2rem 1rem; margin: .6rem 0 0 }
dt { font: 15px/1.8 ui-monospace, monospace }
dd { margin: 0; color: var(--soft) }
`;

const STREAM: readonly [name: string, meaning: string][] = [
  ['snapshot', 'first, and whenever what was missed cannot be told: all rates at epoch and seq'],
  ['update', 'the rates that changed, whole; seq only grows, skipped numbers are normal'],
  ['heartbeat', 'after 15 s of silence: the position that you have been served up to'],
  ['goodbye', 'before a planned close: come back after retryAfterMs'],
  ['subscribed, pong, error', 'answers to {"type":"subscribe","codes":["KGS"],"id":1}, unsubscribe and ping'],
];

const CLIENTS = `new EventSource('./stream?codes=KGS').onmessage = ({ data }) => {
  for (const { pair, display } of JSON.parse(data).rates ?? []) console.log(pair, display);
};

import { connect } from 'silk-ticker/client';
for await (const { type, seq, rates } of connect({ src: 'http://localhost:3000' })) console.log(type, seq, rates);`;

export function createDocsRoutes(description: OpenApi): Hono {
  const app = new Hono();
  const page = prepare(pageOf(description), 'text/html; charset=utf-8');
  const headers = pageHeaders({ styles: [STYLE] });
  app.get('/docs', (c) => answer(page, c.req.header('if-none-match'), CACHE, headers));
  return app;
}

function pageOf({ paths, info }: OpenApi): string {
  const sections = Object.entries(paths).map(([path, { get }]) => sectionOf(path, get));
  const problems = Object.entries(PROBLEMS).map(
    ([status, { name, about }]) =>
      `<dt id="problem-${name}">${status}</dt><dd>${name}: ${escaped(about)}</dd>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Silk Ticker: the API</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>The API</h1>
<p>${escaped(String(info.description))} For generators: <a href="openapi.json">openapi.json</a>,
<a href="asyncapi.json">asyncapi.json</a>. Errors are <code>application/problem+json</code>; the detail says what is
wrong. Who asks too often gets 429 with <code>Retry-After</code>: listen to the stream instead.</p>
<pre tabindex="0">curl ./rates?codes=KGS,UZS
curl ./rates.txt?decimals=5
curl './rates/KZT/history.csv?from=2026-01-01'
curl './convert?from=KGS&amp;to=UZS&amp;amount=100'
curl -N ./stream</pre>
${sections.join('\n')}
<section><h2>Problems</h2>
<dl>${problems.join('')}</dl></section>
<section><h2>WS /ws, GET /stream</h2>
<p>One schema for WebSocket and server-sent events. ?codes=KGS,UZS selects, ?epoch=…&amp;seq=… resumes.</p>
${listOf(STREAM)}
<p>A page needs nothing else; from elsewhere <code>silk-ticker/client</code> reconnects and resumes by itself, and
<code>docs/examples</code> of the source has whole clients in Python, Node and a page.</p>
<pre tabindex="0">${escaped(CLIENTS)}</pre></section>
</main>
</body>
</html>
`;
}

function sectionOf(path: string, { summary, parameters = [], responses }: Operation): string {
  const rows: [string, string][] = parameters.map(({ name, description }) => [name, description]);
  // Said once, above all of them.
  const { 429: _tooMany, ...own } = responses;
  for (const [status, { description }] of Object.entries(own)) rows.push([status, description]);
  return `<section><h2>GET ${escaped(path)}</h2>\n<p>${escaped(summary)}</p>\n${listOf(rows)}</section>`;
}

function listOf(rows: readonly (readonly [string, string])[]): string {
  const items = rows.map(([name, meaning]) => `<dt>${escaped(name)}</dt><dd>${escaped(meaning)}</dd>`);
  return `<dl>${items.join('')}</dl>`;
}
