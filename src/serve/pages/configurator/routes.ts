// serve: GET /, the page on which a publisher configures the ticker.
import { Hono } from 'hono';
import { createBodies } from '../../http/bodies.ts';
import { answerPacked } from '../../http/form.ts';
import { addressOf } from '../../http/origin.ts';
import { prepare } from '../../http/prepared.ts';
import { readLanguage } from '../language.ts';
import { readPart } from '../parts.ts';
import { pageHeaders } from '../policy.ts';
import { configuratorPage } from './page.tsx';
import type { Pinned } from './ways.ts';

/** Five minutes: the page changes only with a release. */
const CACHE = 'max-age=300, stale-while-revalidate=86400';

export interface PageDeps {
  publicUrl: string | null;
  codes: readonly string[];
  pinned: Pinned;
}

/** Serves the page in the reader's language. The snippets contain `publicUrl`, or else the address of the request. */
export function createPageRoutes({ publicUrl, codes, pinned }: PageDeps): Hono {
  const app = new Hono();
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

  app.get('/', (c) => {
    const language = readLanguage(c.req.query('ui'), c.req.header('accept-language'));
    const base = addressOf(publicUrl, (name) => c.req.header(name));
    const page = bodyAt({ epoch: '', seq: 0 }, `${language} ${base}`, () =>
      prepare(
        configuratorPage({ language, base, isNamed, codes, pinned, parts }),
        'text/html; charset=utf-8',
        undefined,
        headers,
      ),
    );
    return answerPacked(c, page, cache);
  });
  return app;
}
