// serve: the description of the API as a page.
import type { OpenApi, Operation } from '../../description/openapi.ts';
import { PROBLEMS } from '../../http/problem.ts';
import { documentText } from '../document.tsx';

type Row = readonly [name: string, meaning: string];

const STREAM: readonly Row[] = [
  ['snapshot', 'first, and whenever what was missed cannot be told: all rates at epoch and seq'],
  ['update', 'the rates that changed, whole; seq only grows, skipped numbers are normal'],
  ['heartbeat', 'after 15 s of silence: the position that you have been served up to'],
  ['goodbye', 'before a planned close: come back after retryAfterMs'],
  ['subscribed, pong, error', 'answers to {"type":"subscribe","codes":["KGS"],"id":1}, unsubscribe and ping'],
];

const REQUESTS = `curl ./rates?codes=KGS,UZS
curl ./rates.txt?decimals=5
curl './rates/KZT/history.csv?from=2026-01-01'
curl './convert?from=KGS&to=UZS&amount=100'
curl -N ./stream`;

const CLIENTS = `new EventSource('./stream?codes=KGS').onmessage = ({ data }) => {
  for (const { pair, display } of JSON.parse(data).rates ?? []) console.log(pair, display);
};

import { connect } from 'silk-ticker/client';
for await (const { type, seq, rates } of connect({ src: 'http://localhost:3000' })) console.log(type, seq, rates);`;

export function docsPage({ paths, info }: OpenApi, style: string): string {
  return documentText({
    lang: 'en',
    title: 'Silk Ticker: the API',
    style,
    body: (
      <main>
        <h1>The API</h1>
        <p>
          {String(info.description)} For generators: <a href="openapi.json">openapi.json</a>,{' '}
          <a href="asyncapi.json">asyncapi.json</a>. Errors are <code>application/problem+json</code>; the
          detail says what is wrong. Who asks too often gets 429 with <code>Retry-After</code>: listen to the
          stream instead.
        </p>
        <pre tabindex={0}>{REQUESTS}</pre>
        {Object.entries(paths).map(([path, { get }]) => sectionOf(path, get))}
        <section>
          <h2>Problems</h2>
          <dl>
            {Object.entries(PROBLEMS).map(([status, { name, about }]) => (
              <>
                <dt id={`problem-${name}`}>{status}</dt>
                <dd>
                  {name}: {about}
                </dd>
              </>
            ))}
          </dl>
        </section>
        <section>
          <h2>WS /ws, GET /stream</h2>
          <p>
            One schema for WebSocket and server-sent events. ?codes=KGS,UZS selects, ?epoch=…&seq=… resumes.
          </p>
          {listOf(STREAM)}
          <p>
            A page needs nothing else; from elsewhere <code>silk-ticker/client</code> reconnects and resumes
            by itself, and <code>docs/examples</code> of the source has whole clients in Python, Node and a
            page.
          </p>
          <pre tabindex={0}>{CLIENTS}</pre>
        </section>
      </main>
    ),
  });
}

function sectionOf(path: string, { summary, parameters = [], responses }: Operation) {
  const rows: Row[] = parameters.map(({ name, description }) => [name, description]);
  // Said once, above all of them.
  const { 429: _tooMany, ...own } = responses;
  for (const [status, { description }] of Object.entries(own)) rows.push([status, description]);
  return (
    <section>
      <h2>GET {path}</h2>
      <p>{summary}</p>
      {listOf(rows)}
    </section>
  );
}

function listOf(rows: readonly Row[]) {
  const items = rows.map(([name, meaning]) => (
    <>
      <dt>{name}</dt>
      <dd>{meaning}</dd>
    </>
  ));
  return <dl>{items}</dl>;
}
