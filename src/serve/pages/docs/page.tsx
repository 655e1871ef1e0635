// serve: the API documentation as a page, with the current answers of this service.
import { raw } from 'hono/html';
import type { Snapshot } from '../../../rates/wire.ts';
import type { AsyncApi } from '../../description/asyncapi.ts';
import type { OpenApi } from '../../description/openapi.ts';
import { PROBLEMS, problemOf } from '../../http/problem.ts';
import { documentText } from '../document.tsx';
import { code, readable } from './code.tsx';
import { headerRows } from './headers.ts';
import { type Limits, limitRows } from './limits.ts';
import { operation } from './operation.tsx';
import { objects } from './schema.tsx';
import { stream } from './stream.tsx';

export interface DocsPage {
  openApi: OpenApi;
  asyncApi: AsyncApi;
  snapshot: Snapshot | null;
  codes: readonly string[];
  /** The service's address for the client, without a slash at its end. */
  base: string;
  limits: Limits;
  parts: { style: string; script: string };
}

export function docsPage(page: DocsPage): string {
  const { openApi, parts, base, limits } = page;
  return documentText({
    lang: 'en',
    title: 'Silk Ticker: the API',
    style: parts.style,
    head: <meta name="description" content={String(openApi.info.description)} />,
    body: (
      <>
        <header class="bar">
          <a class="brand" href=".">
            Silk Ticker
          </a>
          <span>
            <a href="openapi.json">openapi.json</a> <a href="asyncapi.json">asyncapi.json</a>
          </span>
        </header>
        <div class="frame">
          {index(openApi)}
          <main>
            <h1>The API</h1>
            <p>
              {String(openApi.info.description)} No key is needed. Answers have an <code>ETag</code>: send it
              as <code>If-None-Match</code>, and an unchanged answer is a 304 without a body.
            </p>
            {openApi.tags.map(({ name, description }) => (
              <section>
                <h2 id={name}>{name}</h2>
                <p>{description}</p>
                {pathsOf(openApi, name).map(([path, { get }]) => operation(path, get, base))}
              </section>
            ))}
            <section>
              <h2 id="Stream">Stream</h2>
              {stream(page)}
            </section>
            <section>
              <h2 id="Problems">Problems</h2>
              <p>
                Errors are <code>application/problem+json</code> (RFC 9457). <code>type</code> is the same on
                every service and leads to a paragraph below; where the address of a service has a path, it
                begins after that path. <code>detail</code> says what is wrong with the request.
              </p>
              {code(
                readable(JSON.parse(problemOf(400, PROBLEMS[400].detail).body)),
                'the example of a problem',
              )}
              <dl class="object">{problems()}</dl>
            </section>
            <section>
              <h2 id="Headers">Headers</h2>
              <dl class="object">{rowsOf(headerRows())}</dl>
            </section>
            <section>
              <h2 id="Limits">Limits</h2>
              <dl class="object">{rowsOf(limitRows(limits))}</dl>
            </section>
            <section>
              <h2 id="Objects">Objects</h2>
              {objects(openApi.components.schemas)}
            </section>
            <p class="announcement" role="status" />
          </main>
        </div>
        <script>{raw(parts.script)}</script>
      </>
    ),
  });
}

function pathsOf({ paths }: OpenApi, tag: string) {
  return Object.entries(paths).filter(([, { get }]) => get.tags[0] === tag);
}

/** The table of contents. On a narrow screen its height is limited, so that it does not push the content down. */
function index(openApi: OpenApi) {
  const rest = ['Stream', 'Problems', 'Headers', 'Limits', 'Objects'];
  return (
    <nav aria-label="Contents">
      {openApi.tags.map(({ name }) => (
        <>
          <a href={`#${name}`}>{name}</a>
          <ul>
            {pathsOf(openApi, name).map(([path, { get }]) => (
              <li>
                <a href={`#${get.operationId}`}>{path}</a>
              </li>
            ))}
          </ul>
        </>
      ))}
      {rest.map((name) => (
        <a href={`#${name}`}>{name}</a>
      ))}
    </nav>
  );
}

function problems() {
  return Object.entries(PROBLEMS).map(([status, { name, about }]) => (
    <>
      <dt id={`problem-${name}`}>
        {status} {name}
      </dt>
      <dd>{about}</dd>
    </>
  ));
}

function rowsOf(rows: readonly (readonly [string, string])[]) {
  return rows.map(([name, meaning]) => (
    <>
      <dt>{name}</dt>
      <dd>{meaning}</dd>
    </>
  ));
}
