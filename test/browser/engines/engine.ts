// test: what a test of behaviour asks of any browser; one file per browser beside this one fulfils it.
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
  /** A PNG of what is seen. */
  screenshot(): Promise<Buffer>;
  close(): Promise<void>;
}

/** A browser that runs. */
export interface Engine {
  open(width: number, height: number): Promise<EnginePage>;
  close(): Promise<void>;
}

/** What only the start of a browser decides. */
export interface Wish {
  reducedMotion: boolean;
}

/** How to start a browser. */
export interface Maker {
  name: string;
  launch(wish: Wish): Promise<Engine>;
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

/** The text of a call that a browser is to evaluate. */
export function callOf(fn: unknown, argument: unknown): string {
  if (typeof fn === 'string') return fn;
  return `(${String(fn)})(${argument === undefined ? '' : JSON.stringify(argument)})`;
}
