// widget: one feed of rates over WebSocket, SSE or polling. It reconnects after every break.
import type { ServerMessage } from '../../src/rates/wire.ts';
import { type Carry, type End, hold } from './connection.ts';
import { createPlace } from './cursor.ts';
import type { ConnectOptions, State, Subscription } from './options.ts';
import { createPoll, createSocket, createSse, type WebSocketLike } from './transports.ts';

/** Full jitter: after a server's death, less than a tenth of its listeners reconnect in any second. */
const RETRY_MS = 15_000;
/** All listeners are back within a minute of the server's return. */
const MAX_RETRY_MS = 30_000;
const REFUSED_MS = 300_000;
/** Official rates move a few times a day. */
const POLL_MS = 30_000;

/** Waits for `ms`, or without limit. `onStart` receives a function that ends the wait. */
function wait(onStart: (end: () => void) => void, ms?: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = ms === undefined ? ms : setTimeout(resolve, ms);
    onStart(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Listens until `close()`. Network failures are reported by `onState` and never thrown. */
export function follow(options: ConnectOptions): Subscription {
  const { onState, random = Math.random } = options;
  const { fetch = globalThis.fetch, WebSocket = globalThis.WebSocket as WebSocketLike | undefined } = options;
  let ws = WebSocket && createSocket(WebSocket);
  const sse = createSse(fetch);
  const rates = createPoll(fetch);
  const place = createPlace(options);
  let state: State = 'connecting';
  let isResting = false;
  let isClosed = false;
  let failures = 0;
  let goodbyeMs = 0;
  /** No stream is requested before this time. The server has set it. */
  let barredUntil = 0;
  /** Ends the present stream, poll or pause. */
  let interrupt = () => {};

  const isUp = () => !isClosed && !isResting;

  function enter(next: State, why?: string): void {
    if (state === next) return;
    state = next;
    onState?.(next, why);
  }

  function take(message: ServerMessage): void {
    if (message.type === 'goodbye') goodbyeMs = message.retryAfterMs;
    place.take(message);
  }

  function listen(path: string, carry: Carry, whenOpen: State): Promise<End> {
    const url = place.addressOf(path, carry !== rates);
    const { ended, hangUp } = hold(carry, url, () => enter(whenOpen), take);
    interrupt = hangUp;
    return ended;
  }

  async function stream(): Promise<End> {
    enter('connecting');
    goodbyeMs = 0;
    const end = ws && (await listen('ws', ws, 'live'));
    if (end && (end.opened || !isUp())) return end;
    const other = await listen('stream', sse, 'live');
    // A page's policy or a proxy blocks WebSockets. Another attempt would fail too and print another warning.
    if (other.opened) ws = undefined;
    return other;
  }

  const pause = (ms?: number) =>
    wait((end) => {
      interrupt = end;
    }, ms);

  /** Runs one stream to its end, then waits until the next may start. During a long wait it polls. */
  async function cycle(): Promise<void> {
    let end: End = { why: 'barred' };
    if (performance.now() >= barredUntil) {
      end = await stream();
      if (!isUp()) return;
      if (end.opened) failures = 0;
      barredUntil = performance.now() + (end.refused ? REFUSED_MS : Math.max(end.waitMs ?? 0, goodbyeMs));
      enter('offline', end.why);
    }
    const until = barredUntil + random() * Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** failures++);
    for (let isDue = !end.opened || end.refused; ; isDue = true) {
      if (isDue) {
        const polled = await listen('rates', rates, 'polling');
        if (!isUp()) return;
        if (!polled.opened) enter('offline', polled.why);
      }
      // A timer counts whole milliseconds and can fire one early. Without the 2 ms a poll would precede the stream.
      await pause(Math.max(0, Math.min(POLL_MS * (0.5 + random()), until - performance.now() + 2)));
      if (!isUp() || performance.now() >= until) return;
    }
  }

  async function run(): Promise<void> {
    while (!isClosed) await (isResting ? pause() : cycle());
  }
  void run();

  return {
    get state() {
      return state;
    },
    rest() {
      if (!isUp()) return;
      isResting = true;
      interrupt();
      enter('offline', 'resting');
    },
    wake() {
      if (!isResting) return;
      isResting = false;
      failures = 0;
      interrupt();
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      interrupt();
      enter('offline', 'closed');
    },
  };
}
