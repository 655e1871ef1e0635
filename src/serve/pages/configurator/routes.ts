// serve: GET /, the page on which a publisher configures the ticker.
import { createBodies } from '../../http/answers/bodies.ts';
import { answerPacked } from '../../http/answers/form.ts';
import { prepare } from '../../http/answers/prepared.ts';
import { publicAddressOf } from '../../http/origin.ts';
import { looseParameter, querySchema } from '../../http/query/parameters.ts';
import { createRoute, type Route } from '../../http/route.ts';
import { PAGE_LANGUAGES, readLanguage } from '../language.ts';
import { readPart } from '../parts.ts';
import { pageHeaders } from '../policy.ts';
import { configuratorPage } from './page.tsx';
import type { Pinned } from './ways.ts';

/** Five minutes: the page changes only with a release. */
const CACHE = 'max-age=300, stale-while-revalidate=86400';

/** The script of the page reads the attributes of the ticker. The service reads only the language of the page. */
const QUERY = querySchema({
  ui: looseParameter(
    {
      description: 'The language of the page; default: that of Accept-Language',
      type: 'string',
      enum: [...PAGE_LANGUAGES],
    },
    32,
  ),
});

export interface ConfiguratorDeps {
  publicUrl: string | null;
  codes: readonly string[];
  pinned: Pinned;
}

/** Serves the page in the reader's language. The snippets contain `publicUrl`, or else the address of the request. */
export function createConfiguratorRoute({ publicUrl, codes, pinned }: ConfiguratorDeps): Route {
  const parts = {
    style: readPart('configurator.css'),
    previewStyle: readPart('preview.css'),
    script: readPart('configurator.js'),
  };
  const bodyAt = createBodies();
  const headers = {
    ...pageHeaders({ styles: [parts.style, parts.previewStyle], scripts: [parts.script], hasWidget: true }),
    vary: 'accept-language',
  };
  const isNamed = publicUrl !== null;
  // Without PUBLIC_URL the page contains the host of the request, which a client can forge.
  const cache = `${isNamed ? 'public' : 'private'}, ${CACHE}`;

  return createRoute({
    path: '/',
    operationId: 'getConfigurator',
    tag: 'Widget',
    summary: 'A live preview of the ticker, with a form that makes the tag for it',
    answer: { type: 'text/html', schema: 'text', description: 'An HTML page' },
    problems: [400],
    example: () => '/',
    query: QUERY,
    handle(c, { ui }) {
      const language = readLanguage(ui, c.req.header('accept-language'));
      const base = publicAddressOf(publicUrl, (name) => c.req.header(name));
      const page = bodyAt({ epoch: '', seq: 0 }, `${language} ${base}`, () =>
        prepare(
          configuratorPage({ language, base, isNamed, codes, pinned, parts }),
          'text/html; charset=utf-8',
          undefined,
          headers,
        ),
      );
      return answerPacked(c, page, cache);
    },
  });
}
