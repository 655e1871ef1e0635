// serve: GET /docs, the API documentation with the current answers of this service.
import { html } from 'hono/html';
import { LOCAL_ADDRESS } from '../../../config.ts';
import type { Feed } from '../../../publish/feed.ts';
import { createAsyncApi } from '../../description/asyncapi.ts';
import type { CurrentDescription } from '../../description/current.ts';
import { createBodies } from '../../http/answers/bodies.ts';
import { answerPacked } from '../../http/answers/form.ts';
import { prepare } from '../../http/answers/prepared.ts';
import { publicAddressOf } from '../../http/origin.ts';
import { createRoute, type Route } from '../../http/route.ts';
import { readPart } from '../parts.ts';
import { pageHeaders } from '../policy.ts';
import type { Limits } from './limits.ts';
import { docsPage } from './page.tsx';

/** A minute: the page contains current answers. */
const CACHE = 'max-age=60, stale-while-revalidate=86400';
/** Stands for the host in a page until a request names one. */
const ANY_HOST = 'silk-ticker.invalid';

export interface DocsDeps {
  version: string;
  publicUrl: string | null;
  codes: readonly string[];
  feed: Pick<Feed, 'snapshot'>;
  limits: Limits;
  /** The description of all routes, with examples once a rate is shown. */
  describe: CurrentDescription;
}

export function createDocsRoute({ version, publicUrl, codes, feed, limits, describe }: DocsDeps): Route {
  const parts = { style: readPart('docs.css'), script: readPart('docs.js') };
  const headers = pageHeaders({ styles: [parts.style], scripts: [parts.script] });
  const bodyAt = createBodies();
  // Without PUBLIC_URL the page contains the host of the request, which a client can forge.
  const cache = `${publicUrl === null ? 'private' : 'public'}, ${CACHE}`;

  return createRoute({
    path: '/docs',
    operationId: 'getDocs',
    // The page shows the answers of all other routes. An example of itself would recurse for ever.
    tag: 'Description',
    summary: 'The documentation of this interface',
    answer: { type: 'text/html', schema: 'text', description: 'An HTML page' },
    problems: [],
    example: () => '/docs',
    async handle(c) {
      const { openApi, revision } = await describe();
      const snapshot = feed.snapshot();
      const base = publicAddressOf(publicUrl, (name) => c.req.header(name)) || LOCAL_ADDRESS;
      const at = { epoch: '', seq: revision };
      const render = (base: string) =>
        docsPage({
          openApi,
          asyncApi: createAsyncApi({ version, publicUrl, codes, snapshot }),
          snapshot,
          codes,
          base,
          limits,
          parts,
        });
      // Once for each scheme and not for each host: it takes 20 ms, and a client can forge any number of hosts.
      const textFor = ({ protocol, host }: URL) => {
        const form = bodyAt(at, protocol, () => prepare(render(`${protocol}//${ANY_HOST}`), ''));
        return named(form.body, host);
      };
      const page = bodyAt(at, base, () => {
        const text = publicUrl === null ? textFor(new URL(base)) : render(base);
        return prepare(text, 'text/html; charset=utf-8', undefined, headers);
      });
      return answerPacked(c, page, cache);
    },
  });
}

/** The page with a host in its addresses, some of which stand as a value within another one. */
function named(page: string, host: string): string {
  return page
    .replaceAll(`%2F%2F${ANY_HOST}`, () => `%2F%2F${encodeURIComponent(host)}`)
    .replaceAll(ANY_HOST, () => String(html`${host}`));
}
