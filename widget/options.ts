// widget: reads the attributes. Invalid values are replaced by their defaults.
import {
  DEFAULT_DIGITS,
  DEFAULT_SPEED,
  DIRECTIONS,
  LOOKS,
  MAX_DECIMALS,
  MAX_DIGITS,
  MAX_SPEED,
  NAMES,
  OFF_WORDS,
  POWERS,
  THEMES,
} from '../src/attributes.ts';
import { codesIn } from '../src/codes.ts';
import { numberFormatOf, type PriceFormat } from './text/numbers.ts';

/** The attributes of one element, as values. */
export interface Options extends PriceFormat {
  /** Ends with a slash, so that paths can follow it. Empty for an invalid address. */
  src: string;
  /** The service that has the words of other languages. */
  home: string;
  /** Undefined: all codes, in the service's order. */
  codes?: string[];
  look: string;
  theme: string;
  lang: string;
  /** Pixels a second. */
  speed: number;
  direction: string;
}

/** The attributes of the element. The script tag has the same names as `data-*`. */
export const ATTRIBUTES = NAMES.split(' ');

/** Reads the attributes of an element. `home` is the service that served its script. */
export function readOptions(element: Element, home: string): Options {
  const text = (name: string) => element.getAttribute(name)?.trim().toLowerCase() ?? '';
  /** Returns the attribute's word, or the first known word as the default. */
  const among = (name: string, words: string, known = words.split(' ')) =>
    known.find((it) => it === text(name)) ?? known[0] ?? '';
  const whole = <Fallback>(name: string, fallback: Fallback, max: number) =>
    /^\d+$/.test(text(name)) ? Math.min(Number(text(name)), max) : fallback;
  const codes = codesIn(text('codes'));
  const src = folderOf(element.getAttribute('src')?.trim() || home);
  return {
    src,
    home: home || src,
    ...(codes[0] && { codes }),
    look: among('look', LOOKS),
    theme: among('theme', THEMES),
    // The language can be set on any ancestor.
    lang: element.closest('[lang]')?.getAttribute('lang') || 'en',
    // At speed 0 the belt can still be dragged. The animation exists, but is too slow to be seen.
    speed: whole('speed', DEFAULT_SPEED, MAX_SPEED) || 1e-6,
    direction: among('direction', DIRECTIONS),
    numberFormat: numberFormatOf(
      whole('digits', DEFAULT_DIGITS, MAX_DIGITS) || DEFAULT_DIGITS,
      whole('decimals', '', MAX_DECIMALS),
    ),
    // The number of zeros.
    tens: among('per', POWERS).length - 1,
    invert: element.hasAttribute('invert') && !OFF_WORDS.split(' ').includes(text('invert')),
  };
}

function folderOf(address: string): string {
  try {
    // `localhost:3000` is read as an address with the scheme `localhost:`. No path can follow it, so this throws.
    return new URL('.', new URL(address.replace(/\/*$/, '/'), location.href)).href;
  } catch {
    return '';
  }
}
