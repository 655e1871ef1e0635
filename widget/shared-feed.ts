// widget: one connection for all tickers of a page that look at the same service.
import type { Rate, Snapshot } from '../src/rates/wire.ts';
import { ask } from './client/ask.ts';
import { follow, type State, type Subscription } from './client/feed.ts';

export type Rates = ReadonlyMap<string, Rate>;

/** A ticker, as its feed sees it. */
export interface Viewer {
  onRates(rates: Rates): void;
  onState(state: State): void;
}

/** Says whether anybody can see the ticker; the connection rests while nobody sees any. `null` leaves. */
export type Seat = (isSeen: boolean | null) => void;

/** A bank's poll moves one currency after the other: shown together, they cost the page one layout. */
const TOGETHER_MS = 50;

const feeds = new Map<string, (viewer: Viewer) => Seat>();

/** Takes a seat at the feed of a service; the first one opens it, the last one closes it. */
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

  /** The first paint comes from one request, which a cache may answer; what follows it comes over the stream. */
  async function start(): Promise<void> {
    const from = await first.answer;
    if (!viewers.size) return;
    if (from?.rates) tellAll(from.rates);
    // The connection asks on, with limits of its own.
    else enterState('offline');
    feed = follow({
      src,
      from,
      onSnapshot: ({ rates }) => tellAll(rates),
      onUpdate({ rates }) {
        for (const rate of rates) known.set(rate.base, rate);
        // Never put off by the next one: a feed that is never quiet would never be shown.
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
      // Another one may have taken the place of this feed since it was closed.
      if (feeds.get(src) === enter) feeds.delete(src);
    };
  };
  return enter;
}
