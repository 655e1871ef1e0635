// widget: one pause for all tickers of a page: who finds motion hard to bear finds it so everywhere.

type Follower = (isPaused: boolean) => void;
const followers = new Set<Follower>();
let isPaused = false;

export const paused = () => isPaused;

export function setPaused(next: boolean): void {
  if (isPaused === next) return;
  isPaused = next;
  for (const follower of followers) follower(isPaused);
}

/** Calls back at every change. Returns how to stop. */
export function followPause(follower: Follower): () => void {
  followers.add(follower);
  return () => void followers.delete(follower);
}
