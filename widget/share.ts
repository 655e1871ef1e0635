// widget: one connection for all tickers of a page that look at the same service.
import type { Rate, Snapshot } from '../src/rates/wire.ts';
import { type Connection, connect, type State } from './client.ts';

/** A ticker, as its feed sees it. */
export interface Viewer {
  onRates(rates: ReadonlyMap<string, Rate>): void;
  onState(state: State): void;
}

export interface Seat {
  /** Whether anybody can see this ticker: the connection rests while nobody sees any. */
  look(isSeen: boolean): void;
  leave(): void;
}

interface Feed {
  viewers: Map<Viewer, boolean>;
  rates: Map<string, Rate>;
  state: State;
  look(): void;
  close(): void;
}

const feeds = new Map<string, Feed>();

/** Takes a seat at the feed of a service; the first one opens it, the last one closes it. */
export function join(src: string, viewer: Viewer): Seat {
  const feed = feeds.get(src) ?? open(src);
  feeds.set(src, feed);
  feed.viewers.set(viewer, false);
  if (feed.rates.size > 0) viewer.onRates(feed.rates);
  return {
    look(isSeen) {
      feed.viewers.set(viewer, isSeen);
      feed.look();
    },
    leave() {
      feed.viewers.delete(viewer);
      feed.look();
      if (feed.viewers.size > 0) return;
      feed.close();
      feeds.delete(src);
    },
  };
}

function open(src: string): Feed {
  let connection: Connection | undefined;
  let isClosed = false;
  const feed: Feed = { viewers: new Map(), rates: new Map(), state: 'connecting', look, close };

  function tell(rates: readonly Rate[], isAll: boolean): void {
    if (isAll) feed.rates.clear();
    for (const rate of rates) feed.rates.set(rate.base, rate);
    for (const viewer of feed.viewers.keys()) viewer.onRates(feed.rates);
  }

  function look(): void {
    if ([...feed.viewers.values()].includes(true)) connection?.wake();
    else connection?.rest();
  }

  function close(): void {
    isClosed = true;
    connection?.close();
  }

  async function start(): Promise<void> {
    let from: Snapshot | undefined;
    try {
      const response = await fetch(new URL('rates', src.replace(/\/*$/, '/')));
      if (response.ok) from = (await response.json()) as Snapshot;
    } catch {
      // The connection says the same, and goes on asking.
    }
    if (isClosed) return;
    if (from) tell(from.rates, true);
    connection = connect({
      src,
      from: from && { epoch: from.epoch, seq: from.seq },
      onSnapshot: ({ rates }) => tell(rates, true),
      onUpdate: ({ rates }) => tell(rates, false),
      onState(state, why) {
        if (why === 'resting') return;
        feed.state = state;
        for (const viewer of feed.viewers.keys()) viewer.onState(state);
      },
    });
    look();
  }
  void start();
  return feed;
}
