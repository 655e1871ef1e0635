// widget: one connection for all tickers of a page that use the same service.
import type { Rate, Snapshot } from '../src/rates/wire.ts';
import { ask } from './client/ask.ts';
import { follow } from './client/feed.ts';
import type { State, Subscription } from './client/options.ts';

export type Rates = ReadonlyMap<string, Rate>;

/** What the feed calls on a ticker. */
export interface Viewer {
  onRates(rates: Rates): void;
  onState(state: State): void;
}

/** Tells the feed whether the ticker is visible. The connection is closed while none is. `null` removes the ticker. */
export type Seat = (isSeen: boolean | null) => void;

/** A bank's poll changes one currency after the other. Shown together, the changes cost the page one layout. */
const TOGETHER_MS = 50;

const feeds = new Map<string, (viewer: Viewer) => Seat>();

/** Adds a viewer to the feed of a service. The first viewer opens the feed, the last one closes it. */
export function takeSeat(src: string, viewer: Viewer): Seat {
  const enter = feeds.get(src) ?? openFeed(src);
  feeds.set(src, enter);
  return enter(viewer);
}

function openFeed(src: string) {
  const viewers = new Map<Viewer, boolean>();
  const known = new Map<string, Rate>();
  const first = ask<Snapshot>(`${src}rates`);
  let feed: Subscription | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function tell(rates: readonly Rate[]): void {
    timer = undefined;
    for (const rate of rates) known.set(rate.base, rate);
    for (const viewer of viewers.keys()) viewer.onRates(known);
  }

  function tellAll(rates: readonly Rate[]): void {
    known.clear();
    tell(rates);
  }

  function enterState(state: State, why?: string): void {
    if (why !== 'resting') for (const viewer of viewers.keys()) viewer.onState(state);
  }

  function look(): void {
    if ([...viewers.values()].includes(true)) feed?.wake();
    else feed?.rest();
  }

  /** The first figures come from one request, which a cache can answer. Everything after it comes over the stream. */
  async function start(): Promise<void> {
    const from = await first.answer;
    if (!viewers.size) return;
    if (from?.rates) tellAll(from.rates);
    // The stream has its own retries and limits.
    else enterState('offline');
    feed = follow({
      src,
      from,
      onSnapshot: ({ rates }) => tellAll(rates),
      onUpdate({ rates }) {
        for (const rate of rates) known.set(rate.base, rate);
        // Later updates do not restart the timer. Otherwise a feed without a pause of 50 ms would never be shown.
        timer ??= setTimeout(tell, TOGETHER_MS, []);
      },
      onState: enterState,
    });
    look();
  }
  void start();

  const enter = (viewer: Viewer): Seat => {
    viewers.set(viewer, false);
    if (known.size) viewer.onRates(known);
    return (isSeen) => {
      if (isSeen === null) viewers.delete(viewer);
      else viewers.set(viewer, isSeen);
      look();
      if (viewers.size) return;
      clearTimeout(timer);
      first.stop();
      feed?.close();
      // A new feed for the same service may have replaced this one since it was closed.
      if (feeds.get(src) === enter) feeds.delete(src);
    };
  };
  return enter;
}
