// serve: the two paths of the stream.

/** The stream over WebSocket. */
export const WEBSOCKET_PATH = '/ws';
/** The stream as server-sent events. */
export const EVENTS_PATH = '/stream';

/** Whether a request is for the event stream, with or without a query. */
export function isForEvents(url: string): boolean {
  return url === EVENTS_PATH || url.startsWith(`${EVENTS_PATH}?`);
}
