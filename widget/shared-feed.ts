// widget: one connection for all tickers of a page that look at the same service.
import type { Rate, Snapshot } from '../src/rates/wire.ts';
import { type Feed, follow, type State } from './client/feed.ts';

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

function openFeed(address: string) {
  const src = new URL(address, location.href);
  const viewers = new Map<Viewer, boolean>();
  const known = new Map<string, Rate>();
  let feed: Feed | undefined;
  let isDue = false;

  function tell(rates: readonly Rate[]): void {
    isDue = false;
    for (const rate of rates) known.set(rate.base, rate);
    for (const viewer of viewers.keys()) viewer.onRates(known);
  }

  function tellAll(rates: readonly Rate[]): void {
    known.clear();
    tell(rates);
  }

  function look(): void {
    if ([...viewers.values()].includes(true)) feed?.wake();
    else feed?.rest();
  }

  /** The first paint comes from one request, which a cache may answer; what follows it comes over the stream. */
  async function start(): Promise<void> {
    const from: Snapshot | undefined = await fetch(new URL('rates', src))
      .then((response) => (response.ok ? response.json() : undefined))
      // The connection says the same, and goes on asking.
      .catch(() => undefined);
    if (from) tellAll(from.rates);
    if (!viewers.size) return;
    feed = follow({
      src,
      from,
      onSnapshot: ({ rates }) => tellAll(rates),
      onUpdate({ rates }) {
        for (const rate of rates) known.set(rate.base, rate);
        // Never put off by the next one: a feed that is never quiet would never be shown.
        if (!isDue) setTimeout(tell, TOGETHER_MS, []);
        isDue = true;
      },
      onState(state, why) {
        for (const viewer of viewers.keys()) if (why !== 'resting') viewer.onState(state);
      },
    });
    look();
  }
  void start();

  return (viewer: Viewer): Seat => {
    viewers.set(viewer, false);
    if (known.size) viewer.onRates(known);
    return (isSeen) => {
      if (isSeen === null) viewers.delete(viewer);
      else viewers.set(viewer, isSeen);
      look();
      if (viewers.size) return;
      feed?.close();
      feeds.delete(address);
    };
  };
}
