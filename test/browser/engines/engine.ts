// test: the interface of a browser for the tests of behaviour. Each browser has a file beside this one.
import type { Page } from 'playwright-core';

/** One open page. Distances are CSS pixels from the upper left corner of the page's view. */
export interface EnginePage {
  /** As in Playwright: a function without outer references, run in the page with one plain argument. */
  evaluate: Page['evaluate'];
  goto(url: string): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  /** Moves the mouse. */
  move(x: number, y: number): Promise<void>;
  down(): Promise<void>;
  up(): Promise<void>;
  /** Presses and releases a key by its name in `KeyboardEvent.key`. */
  press(key: Key): Promise<void>;
  /** Returns a PNG of the visible part. */
  screenshot(): Promise<Buffer>;
  close(): Promise<void>;
}

/** A running browser. */
export interface Engine {
  open(width: number, height: number): Promise<EnginePage>;
  close(): Promise<void>;
}

/** Settings that can be made only at the start of a browser. */
export interface LaunchOptions {
  reducedMotion: boolean;
}

/** A browser that can be started. */
export interface Launcher {
  name: string;
  launch(options: LaunchOptions): Promise<Engine>;
}

/** WebDriver's own code points for keys without a character. */
export const KEYS = {
  Tab: '\uE004',
  Enter: '\uE007',
  Escape: '\uE00C',
  ArrowLeft: '\uE012',
  ArrowRight: '\uE014',
} as const;
export type Key = keyof typeof KEYS;

/** Returns a call of the function as text, for a browser that evaluates text. */
export function callOf(fn: unknown, argument: unknown): string {
  if (typeof fn === 'string') return fn;
  return `(${String(fn)})(${argument === undefined ? '' : JSON.stringify(argument)})`;
}
