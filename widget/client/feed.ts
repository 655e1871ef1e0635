// widget: one feed of rates over WebSocket, SSE or polling. It reconnects after every break.
import { createChannel } from './channel.ts';
import type { ConnectionEnd } from './connection.ts';
import type { ConnectOptions, State, Subscription } from './options.ts';
import { barredMs, delayMs } from './retry.ts';

/** Official rates move a few times a day. */
const POLL_MS = 30_000;

/** Waits for `ms`, or without limit. `onStart` receives a function that ends the wait. */
function wait(onStart: (stop: () => void) => void, ms?: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = ms === undefined ? ms : setTimeout(resolve, ms);
    onStart(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Follows the feed of a service until `close()`. Network failures are reported by `onState` and never thrown. */
export function subscribe(options: ConnectOptions): Subscription {
  const { onState, random = Math.random } = options;
  let state: State = 'connecting';
  let isResting = false;
  let isClosed = false;
  /** Cycles since the server last answered a stream. */
  let failures = 0;
  /** The server allows no stream before this time of `performance.now()`. */
  let barredUntil = 0;
  /** Ends the present stream, poll or pause. */
  let interrupt = () => {};
  const onStart = (stop: () => void) => {
    interrupt = stop;
  };
  const channel = createChannel(options, onStart, enter);

  const isUp = () => !isClosed && !isResting;

  function enter(next: State, why?: string): void {
    if (state === next) return;
    state = next;
    onState?.(next, why);
  }

  /** Runs one stream to its end, then waits until the next may start. During a long wait it polls. */
  async function cycle(): Promise<void> {
    let end: ConnectionEnd | undefined;
    if (performance.now() >= barredUntil) {
      enter('connecting');
      end = await channel.openStream(isUp);
      if (!isUp()) return;
      if (end.opened) failures = 0;
      barredUntil = performance.now() + barredMs(end);
      enter('offline', end.why);
    }
    const until = barredUntil + delayMs(failures++, random());
    for (let isDue = !end?.opened || end.refused; ; isDue = true) {
      if (isDue) {
        const polled = await channel.poll();
        if (!isUp()) return;
        if (!polled.opened) enter('offline', polled.why);
      }
      // A timer counts whole milliseconds and can fire one early. Without the 2 ms a poll would precede the stream.
      const restMs = until - performance.now() + 2;
      await wait(onStart, Math.max(0, Math.min(POLL_MS * (0.5 + random()), restMs)));
      if (!isUp() || performance.now() >= until) return;
    }
  }

  async function run(): Promise<void> {
    while (!isClosed) await (isResting ? wait(onStart) : cycle());
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
