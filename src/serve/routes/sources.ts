// serve: GET /sources, the publishers, their last polls and their held figures.
import type { SourceReport } from '../../rates/wire.ts';
import { answerPacked } from '../http/answers/form.ts';
import { prepare } from '../http/answers/prepared.ts';
import { createRoute, type Route } from '../http/route.ts';

export function createSourcesRoutes(reports: () => Promise<SourceReport[]>): Route[] {
  const route = createRoute({
    path: '/sources',
    operationId: 'getSources',
    tag: 'Rates',
    summary: 'Every publisher: its terms, its polls, its last figures, and which figures are held and why',
    answer: { type: 'application/json', schema: 'Sources', description: 'The publishers' },
    problems: [],
    example: () => '/sources',
    async handle(c) {
      const body = prepare(JSON.stringify({ sources: await reports() }), 'application/json');
      // It changes with every poll, every few minutes, and operators need the newest state.
      return answerPacked(c, body, 'no-cache');
    },
  });
  return [route];
}
