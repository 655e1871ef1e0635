// widget: the belt's motion, one endless animation that the compositor runs without the page's main thread.

export interface Motion {
  /** Pixels that the belt has moved since the list last began at the edge: 0 up to the period. */
  readonly offset: number;
  /** Pixels a second at the moment. */
  readonly speed: number;
  /** Sets the length of one list and where the belt stands on it. */
  fit(period: number, offset: number): void;
  /** Full speed in pixels a second, and the edge that the belt moves towards. */
  steer(speed: number, towards: 'left' | 'right'): void;
  /** Starts or stops; a share of 1 is full speed. */
  run(isRunning: boolean, share: number): void;
  seek(offset: number): void;
}

/** Enough to build an animation on when the speed is set to 0, where it only ever stands. */
const STILL_SPEED = 60;

/**
 * Moves `belt`, on which lists of one period each follow one another, the first lying before the edge. Position is
 * time: whatever changes, the animation goes on from the offset that it had.
 */
export function createMotion(belt: HTMLElement): Motion {
  let animation: Animation | undefined;
  let period = 0;
  let full = STILL_SPEED;
  let sign = -1;
  let isRunning = false;
  let share = 1;

  const pace = () => full || STILL_SPEED;
  const offset = () => {
    const ms = Number(animation?.currentTime ?? 0);
    return period === 0 ? 0 : ((ms / 1000) * pace()) % period;
  };

  function seek(to: number): void {
    if (animation && period > 0)
      animation.currentTime = ((((to % period) + period) % period) / pace()) * 1000;
  }

  function apply(): void {
    if (!animation) return;
    if (isRunning && full > 0) {
      if (animation.playState !== 'running') animation.play();
      animation.updatePlaybackRate(share);
    } else if (animation.playState !== 'paused') animation.pause();
  }

  function build(at: number): void {
    if (period === 0) return;
    const keyframes = { transform: [1, 2].map((lists) => `translateX(${sign * lists * period}px)`) };
    const timing = { duration: (period / pace()) * 1000, iterations: Number.POSITIVE_INFINITY };
    if (animation?.effect instanceof KeyframeEffect) {
      animation.effect.setKeyframes(keyframes);
      animation.effect.updateTiming(timing);
    } else {
      animation = belt.animate(keyframes, timing);
      apply();
    }
    seek(at);
  }

  return {
    get offset() {
      return offset();
    },
    get speed() {
      return isRunning ? full * share : 0;
    },
    fit(newPeriod, at) {
      period = newPeriod;
      build(at);
    },
    steer(speed, towards) {
      const at = offset();
      full = speed;
      sign = towards === 'left' ? -1 : 1;
      build(at);
      apply();
    },
    run(nowRunning, nowShare) {
      isRunning = nowRunning;
      share = nowShare;
      apply();
    },
    seek,
  };
}
