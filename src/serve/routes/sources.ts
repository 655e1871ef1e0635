// serve: GET /sources, who printed the figures and how the last polls went.
import type { SourceReport } from '../../rates/wire.ts';
import { answer, prepare } from '../http/prepared.ts';
import { createRoute, type Route } from '../http/route.ts';

export function createSourcesRoutes(reports: () => Promise<SourceReport[]>): Route[] {
  const route = createRoute({
    path: '/sources',
    operationId: 'getSources',
    tag: 'Rates',
    summary: 'Every publisher: terms, polls, what it printed last, what is held and why',
    answer: { type: 'application/json', schema: 'Sources', description: 'The publishers' },
    problems: [],
    example: () => '/sources',
    async handle(c) {
      const body = prepare(JSON.stringify({ sources: await reports() }), 'application/json');
      // Polls move it every few minutes, and an operator who looks wants to see the last one.
      return answer(body, c.req.header('if-none-match'), 'no-cache');
    },
  });
  return [route];
}
