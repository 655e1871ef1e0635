// serve: the two paths of the stream as HTTP sees them. AsyncAPI describes what is said there.
import { notFound, problem } from '../http/problem.ts';
import { createRoute, type Route } from '../http/route.ts';

const UPGRADE = { upgrade: 'websocket', connection: 'upgrade' };

/** A handshake and an open stream never come here: the listener hands them on before. */
export function createStreamRoutes(): Route[] {
  const webSocket = createRoute({
    path: '/ws',
    operationId: 'openWebSocket',
    tag: 'Stream',
    summary: 'The stream over WebSocket',
    answer: { type: 'text/plain', schema: 'text', description: 'The stream' },
    problems: [426],
    example: () => '/ws',
    handle: () => problem(426, 'a WebSocket handshake is due here; without one, take /stream', UPGRADE),
  });
  const events = createRoute({
    path: '/stream',
    operationId: 'openEventStream',
    tag: 'Stream',
    summary: 'The stream as server-sent events',
    answer: { type: 'text/event-stream', schema: 'text', description: 'The stream' },
    problems: [404],
    example: () => '/stream',
    // A second request on a connection has no socket of its own until the first is answered: a stream never is.
    handle: () => notFound('a stream needs a connection of its own'),
  });
  return [webSocket, events];
}
