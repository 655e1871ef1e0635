// widget: the belt's motion, one endless animation that the compositor runs without the page's main thread.

export interface Motion {
  /** Pixels that the belt has moved since the list last began at the edge: 0 up to the period. */
  readonly offset: number;
  /** Length of one list; 0 at rest. */
  readonly period: number;
  /** -1 towards the left, 1 towards the right. */
  readonly sign: number;
  /** Sets the length of one list and where the belt stands on it. */
  fit(period: number, offset: number): void;
  /** Full speed in pixels a second, and the edge that the belt moves towards. */
  steer(speed: number, sign: number): void;
  /** A share of 1 is full speed, 0 stops. */
  run(share: number): void;
  seek(offset: number): void;
  /** Like seek, for eyes to follow. */
  slide(offset: number): void;
  /** Ends the animation until the next `fit`: the browser keeps the elements of one that runs for ever. */
  stop(): void;
}

const SLIDE_MS = 300;

/**
 * Moves `belt`, on which lists of one period each follow one another. Position is time: whatever changes, the
 * animation goes on from the offset that it had.
 */
export function createMotion(belt: HTMLElement): Motion {
  let animation: Animation | undefined;
  let period = 0;
  let full = 1;
  let sign = -1;
  let share = 1;
  /** Where the belt stands without an animation. */
  let rest = 0;

  const offsetNow = () =>
    animation ? ((Number(animation.currentTime) / 1000) * full) % (period || 1) : rest;

  function seek(to: number): void {
    rest = to;
    // Far from zero on both sides: a belt that is drawn back must not reach the animation's beginning.
    if (animation) animation.currentTime = (((to % period) + period) / full) * 1000;
  }

  function run(next: number): void {
    share = next;
    if (share) {
      animation?.play();
      animation?.updatePlaybackRate(share);
    } else animation?.pause();
  }

  function stop(): void {
    rest = offsetNow();
    animation?.cancel();
    animation = undefined;
  }

  function build(at: number): void {
    stop();
    rest = at;
    if (period === 0) return;
    animation = belt.animate(
      { transform: ['none', `translateX(${sign * period}px)`] },
      { duration: (period / full) * 1000, iterations: Number.POSITIVE_INFINITY },
    );
    seek(at);
    run(share);
  }

  return {
    get offset() {
      return offsetNow();
    },
    get period() {
      return period;
    },
    get sign() {
      return sign;
    },
    fit(nextPeriod, at) {
      period = nextPeriod;
      build(at);
    },
    steer(nextSpeed, nextSign) {
      if (nextSpeed === full && nextSign === sign) return;
      const at = offsetNow();
      full = nextSpeed;
      sign = nextSign;
      build(at);
    },
    run,
    seek,
    slide(to) {
      const drift = sign * (offsetNow() - to);
      seek(to);
      belt.animate({ translate: [`${drift}px`, '0px'] }, { duration: SLIDE_MS });
    },
    stop,
  };
}
