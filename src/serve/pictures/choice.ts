// serve: what a picture is asked for, and the bounds of that.
import type { Language, Look, THEMES } from '../../attributes.ts';
import type { Code } from '../../rates/fixing.ts';

type Words<Text extends string> = Text extends `${infer First} ${infer Rest}` ? First | Words<Rest> : Text;
export type Theme = Words<typeof THEMES>;

/** Pixels at which type has its usual size. A telephone is no narrower, and no mail or article is wider. */
export const MIN_WIDTH = 320;
export const MAX_WIDTH = 1200;
/** Without one: an article’s, and the frame’s of `/oembed`. */
export const WIDTH = 600;
/** A picture is as high as what is in it. Who asks for more fills a frame of a shape, as previews of links are. */
export const MIN_HEIGHT = 100;
export const MAX_HEIGHT = 900;
/** Pixels of PNG for each of these, in both directions: 2400 by 1800 are 17 MB while they are painted. */
export const MAX_SCALE = 2;

/** As the widget's `per`, where it is of use: the rate of a currency stays readable. */
export const POWERS = '1 10 100 1000 10000 100000 1000000';

export interface Choice {
  look: Look;
  lang: Language;
  /** Pixels. */
  width: number;
  /** At least so many pixels, with the rates in the middle; 0 = as high as what is in it. */
  height: number;
  /** In this order; those without a rate are shown without a figure. */
  codes: readonly Code[];
  /** Significant digits, or places after the point where those are asked for. */
  digits: number;
  decimals: number | undefined;
  /** The price of ten to this power units. */
  tens: number;
  /** Local units for dollars. */
  invert: boolean;
}
