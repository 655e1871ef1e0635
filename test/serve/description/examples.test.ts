import { expect, it } from 'vitest';
import { addDays } from '../../../src/rates/date.ts';
import { withExamples } from '../../../src/serve/description/examples.ts';
import { createOpenApi } from '../../../src/serve/description/openapi.ts';
import { createRouter } from '../../../src/serve/http/router.ts';
import { createAtomRoutes } from '../../../src/serve/routes/atom.ts';
import { FIVE, fixingOf, rateFor } from '../../support/figures.ts';
import { feedOf, snapshotOf } from '../../support/fixed-feed.ts';

it('has an example of each feed on a service with months of history', async () => {
  const days = Array.from({ length: 90 }, (_, index) => addDays('2026-01-01', index));
  const history = (code: string) => days.map((date) => fixingOf(code, '12149.8412', date));
  const rates = FIVE.map((code) => rateFor(code, '12149.8412'));
  const routes = createAtomRoutes({
    feed: feedOf(() => snapshotOf(rates)),
    archive: { fixings: history, published: history },
    codes: FIVE,
    base: 'https://rates.a-rather-long-name-of-a-service.example/ticker',
  });
  const [shown] = rates;
  if (shown === undefined) return expect.unreachable();
  const app = createRouter(routes);
  const { paths } = await withExamples(createOpenApi('0', null, FIVE, routes), routes, shown, (path) =>
    app.request(path),
  );
  for (const path of ['/rates.atom', '/rates/{code}.atom'])
    expect(paths[path]?.get.responses['200']?.content?.['application/atom+xml']?.example, path).toContain(
      '<entry>',
    );
});
