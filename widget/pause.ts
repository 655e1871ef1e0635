// widget: one pause for all tickers of a page. A reader who cannot bear motion has to stop it only once.

type Follower = (isPaused: boolean) => void;
const followers = new Set<Follower>();
let isPaused = false;

/** Returns whether the tickers of this page are paused. */
export const paused = () => isPaused;

/** Pauses all tickers of this page, or ends their pause. */
export function setPaused(next: boolean): void {
  if (isPaused === next) return;
  isPaused = next;
  for (const follower of followers) follower(isPaused);
}

/** Calls `follower` at every change. Returns a function that ends this. */
export function followPause(follower: Follower): () => void {
  followers.add(follower);
  return () => void followers.delete(follower);
}
