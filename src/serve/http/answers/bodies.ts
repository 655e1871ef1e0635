// serve: prepared bodies, kept by key until the position or the content moves.
import type { Prepared } from './prepared.ts';

/** Normal use has some hundred different queries. The bound keeps memory constant when a client invents them. */
const MAX_BODIES = 256;
/** Of all bodies together. A page names the host that it was called by, and a flood of forged hosts kept 70 MB of pages. */
const MAX_CHARACTERS = 4_000_000;

/** A bounded set of bodies, which is emptied when it is full. */
function createShelf<Kept extends { body: Prepared }>() {
  const kept = new Map<string, Kept>();
  let characters = 0;
  return {
    get: (key: string) => kept.get(key),
    put(key: string, made: Kept): void {
      if (kept.size >= MAX_BODIES || characters >= MAX_CHARACTERS) this.clear();
      characters += made.body.body.length - (kept.get(key)?.body.body.length ?? 0);
      kept.set(key, made);
    },
    clear(): void {
      kept.clear();
      characters = 0;
    },
  };
}

/** Keeps prepared bodies by key until the position moves. */
export function createBodies() {
  let position = '';
  const shelf = createShelf();
  return (at: { epoch: string; seq: number }, key: string, make: () => Prepared): Prepared => {
    const now = `${at.epoch}:${at.seq}`;
    if (now !== position) shelf.clear();
    position = now;
    const known = shelf.get(key);
    if (known !== undefined) return known.body;
    const body = make();
    shelf.put(key, { body });
    return body;
  };
}

/**
 * Keeps prepared bodies by key while their content consists of the same objects. For past fixings: a backfilled or
 * corrected day changes them without moving the position.
 */
export function createBodiesOf<Item extends object>() {
  const shelf = createShelf<{ body: Prepared; items: readonly Item[] }>();
  return (items: readonly Item[], key: string, make: () => Prepared): Prepared => {
    const known = shelf.get(key);
    const isSame =
      known?.items.length === items.length && items.every((item, index) => item === known.items[index]);
    if (known !== undefined && isSame) return known.body;
    const body = make();
    shelf.put(key, { body, items });
    return body;
  };
}
