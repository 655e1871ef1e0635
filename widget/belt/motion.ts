// widget: the belt's motion: one endless animation that runs on the compositor, without the page's main thread.

/** The offset of the belt, and how fast it changes. */
export interface Motion {
  /** Pixels that the belt has moved since the first list last started at the edge: 0 up to the period. */
  readonly offset: number;
  /** Length of one list in pixels. 0: no motion. */
  readonly period: number;
  /** -1 towards the left, 1 towards the right. */
  readonly sign: number;
  /** Sets the length of one list and the offset on it. */
  setPeriod(period: number, offset: number): void;
  /** Sets full speed in pixels a second, and the direction as in `sign`. */
  steer(speed: number, sign: number): void;
  /** A share of 1 is full speed, 0 stops. */
  run(share: number): void;
  /** Moves the belt to an offset in pixels. It may be negative or above the period. */
  seek(offset: number): void;
  /** Ends the animation until the next `setPeriod`. An endless animation would keep removed elements in memory. */
  stop(): void;
}

/**
 * Moves `track`, which contains the same list several times in a row. The offset is stored as the animation's time, so
 * the motion continues from the same offset after every change.
 */
export function createMotion(track: HTMLElement): Motion {
  let animation: Animation | undefined;
  let period = 0;
  let speed = 1;
  let sign = -1;
  let share = 1;
  /** The offset while there is no animation. */
  let storedOffset = 0;

  const offsetNow = () =>
    animation ? ((Number(animation.currentTime) / 1000) * speed) % (period || 1) : storedOffset;

  function seek(to: number): void {
    storedOffset = to;
    // One period is added: a belt that is dragged back must not reach the start of the animation.
    if (animation) animation.currentTime = (((to % period) + period) / speed) * 1000;
  }

  function run(next: number): void {
    share = next;
    if (share) {
      animation?.play();
      animation?.updatePlaybackRate(share);
    } else animation?.pause();
  }

  function stop(): void {
    storedOffset = offsetNow();
    animation?.cancel();
    animation = undefined;
  }

  function build(at: number): void {
    stop();
    storedOffset = at;
    if (period === 0) return;
    animation = track.animate(
      { transform: ['none', `translateX(${sign * period}px)`] },
      { duration: (period / speed) * 1000, iterations: Number.POSITIVE_INFINITY },
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
    setPeriod(nextPeriod, at) {
      period = nextPeriod;
      build(at);
    },
    steer(nextSpeed, nextSign) {
      if (nextSpeed === speed && nextSign === sign) return;
      const at = offsetNow();
      speed = nextSpeed;
      sign = nextSign;
      build(at);
    },
    run,
    seek,
    stop,
  };
}
