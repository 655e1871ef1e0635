// widget: one connection for all tickers of a page that use the same service.
import type { Rate, Snapshot } from '../src/rates/wire.ts';
import { subscribe } from './client/feed.ts';
import type { State, Subscription } from './client/options.ts';
import { requestJson } from './client/request.ts';

/** The rates that a service has sent, by code. */
export type Rates = ReadonlyMap<string, Rate>;

/** What the feed calls on a ticker. */
export interface FeedListener {
  /** Receives all known rates, after every change and, if there are any, at once. */
  onRates(rates: Rates): void;
  onState(state: State): void;
}

/** The part of one ticker in a feed. */
export interface FeedMembership {
  /** The connection is closed while no ticker is visible. At first a ticker is not visible. */
  setVisible(isVisible: boolean): void;
  /** Removes the ticker. To be called once. */
  leave(): void;
}

/** A bank's poll changes one currency after the other. Shown together, the changes cost the page one layout. */
const TOGETHER_MS = 50;

const feeds = new Map<string, (listener: FeedListener) => FeedMembership>();

/** Adds a listener to the feed of a service. The first listener opens the feed, the last one closes it. */
export function joinFeed(src: string, listener: FeedListener): FeedMembership {
  const join = feeds.get(src) ?? openFeed(src);
  feeds.set(src, join);
  return join(listener);
}

function openFeed(src: string) {
  /** Each listener, and whether its ticker is visible. */
  const listeners = new Map<FeedListener, boolean>();
  const known = new Map<string, Rate>();
  const first = requestJson<Snapshot>(`${src}rates`);
  let feed: Subscription | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function deliver(rates: readonly Rate[]): void {
    timer = undefined;
    for (const rate of rates) known.set(rate.base, rate);
    for (const listener of listeners.keys()) listener.onRates(known);
  }

  function replaceAll(rates: readonly Rate[]): void {
    known.clear();
    deliver(rates);
  }

  function enterState(state: State, why?: string): void {
    if (why !== 'resting') for (const listener of listeners.keys()) listener.onState(state);
  }

  function restOrWake(): void {
    if ([...listeners.values()].includes(true)) feed?.wake();
    else feed?.rest();
  }

  /** The first figures come from one request, which a cache can answer. Everything after it comes over the stream. */
  async function start(): Promise<void> {
    const from = await first.answer;
    if (!listeners.size) return;
    if (from?.rates) replaceAll(from.rates);
    // The stream has its own retries and limits.
    else enterState('offline');
    feed = subscribe({
      src,
      from,
      onSnapshot: ({ rates }) => replaceAll(rates),
      onUpdate({ rates }) {
        for (const rate of rates) known.set(rate.base, rate);
        // Later updates do not restart the timer. Otherwise a feed without a pause of 50 ms would never be shown.
        timer ??= setTimeout(deliver, TOGETHER_MS, []);
      },
      onState: enterState,
    });
    restOrWake();
  }
  void start();

  const join = (listener: FeedListener): FeedMembership => {
    listeners.set(listener, false);
    if (known.size) listener.onRates(known);
    return {
      setVisible(isVisible) {
        listeners.set(listener, isVisible);
        restOrWake();
      },
      leave() {
        listeners.delete(listener);
        restOrWake();
        if (listeners.size) return;
        clearTimeout(timer);
        first.stop();
        feed?.close();
        // A new feed for the same service may have replaced this one since it was closed.
        if (feeds.get(src) === join) feeds.delete(src);
      },
    };
  };
  return join;
}
