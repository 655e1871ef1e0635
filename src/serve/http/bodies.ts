// serve: prepared bodies, kept by key until the position moves.
import type { Prepared } from './prepared.ts';

/** Normal use has some hundred different queries. The bound keeps memory constant when a client invents them. */
const MAX_BODIES = 256;
/** Of all bodies together. A page names the host that it was called by, and a flood of forged hosts kept 70 MB of pages. */
const MAX_CHARACTERS = 4_000_000;

/** Keeps prepared bodies by key until the position moves. */
export function createBodies() {
  let position = '';
  let characters = 0;
  const bodies = new Map<string, Prepared>();
  return (at: { epoch: string; seq: number }, key: string, make: () => Prepared): Prepared => {
    const now = `${at.epoch}:${at.seq}`;
    if (now !== position || bodies.size >= MAX_BODIES || characters >= MAX_CHARACTERS) {
      bodies.clear();
      characters = 0;
    }
    position = now;
    const known = bodies.get(key);
    if (known !== undefined) return known;
    const made = make();
    bodies.set(key, made);
    characters += made.body.length;
    return made;
  };
}
