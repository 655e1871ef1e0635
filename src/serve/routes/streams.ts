// serve: plain HTTP requests to the two paths of the stream. AsyncAPI describes the messages.
import { notFound, problem } from '../http/problem.ts';
import { createRoute, type Route } from '../http/route.ts';
import { EVENTS_PATH, WEBSOCKET_PATH } from '../stream/paths.ts';

const UPGRADE = { upgrade: 'websocket', connection: 'upgrade' };

/** Handshakes and event streams do not reach these handlers: the pipeline passes them to stream/ first. */
export function createStreamRoutes(): Route[] {
  const webSocket = createRoute({
    path: WEBSOCKET_PATH,
    operationId: 'openWebSocket',
    tag: 'Stream',
    summary: 'The stream over WebSocket',
    answer: { type: 'text/plain', schema: 'text', description: 'The stream' },
    problems: [426],
    example: () => WEBSOCKET_PATH,
    handle: () =>
      problem(426, `this path needs a WebSocket handshake; ${EVENTS_PATH} works without one`, UPGRADE),
  });
  const events = createRoute({
    path: EVENTS_PATH,
    operationId: 'openEventStream',
    tag: 'Stream',
    summary: 'The stream as server-sent events',
    answer: { type: 'text/event-stream', schema: 'text', description: 'The stream' },
    problems: [404],
    example: () => EVENTS_PATH,
    // Reached only by a request that waits behind an unanswered one on its connection. It has no socket to stream to.
    handle: () => notFound('a stream needs a connection of its own'),
  });
  return [webSocket, events];
}
