// serve: the options of a picture and their limits.
import type { Language, Look } from '../../attributes.ts';
import type { Code } from '../../rates/fixing.ts';

/** Pixels. Phones are not narrower; mails and articles are not wider. The font size is the same at all widths. */
export const MIN_WIDTH = 320;
export const MAX_WIDTH = 1200;
/** The default, in pixels: the width of many articles. The iframe of `/oembed` has it too. */
export const DEFAULT_WIDTH = 600;
/** Pixels. Without a height, a picture is as high as its content. Previews of links need a fixed shape. */
export const MIN_HEIGHT = 100;
export const MAX_HEIGHT = 900;
/** Pixels of PNG for each of these, in both directions. The largest picture, 2400 by 1800, needs 17 MB for painting. */
export const MAX_SCALE = 2;

export interface Choice {
  look: Look;
  lang: Language;
  /** Pixels. */
  width: number;
  /** The smallest height in pixels, with the rates in the middle; 0 = the height of the content. */
  height: number;
  /** In the order of display. A code without a rate is shown with a dash. */
  codes: readonly Code[];
  /** Significant digits; not used when `decimals` is set. */
  digits: number;
  /** Places after the point. */
  decimals: number | undefined;
  /** The price is for ten to the power of this many units. */
  tens: number;
  /** Local units for one dollar instead of dollars for local units. */
  invert: boolean;
}
