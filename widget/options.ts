// widget: what the attributes ask for, with anything that cannot be meant replaced by its default.
import type { Cut } from './numbers.ts';

const LOOKS = ['strip', 'compact', 'cards', 'list'] as const;
const THEMES = ['auto', 'light', 'dark', 'transparent'] as const;

export interface Options extends Cut {
  src: string;
  /** Without it all, in the service's order. */
  codes?: string[];
  look: (typeof LOOKS)[number];
  theme: (typeof THEMES)[number];
  lang: string;
  /** Pixels a second. */
  speed: number;
  direction: 'left' | 'right';
}

/** The attributes of the element; `data-*` on the script tag has the same. */
export const ATTRIBUTES = [
  'src',
  'codes',
  'look',
  'theme',
  'lang',
  'speed',
  'direction',
  'digits',
  'decimals',
  'per',
  'invert',
] as const;

/** Faster than this, figures cannot be read on any screen. */
const MAX_SPEED = 1000;

/** Reads the attributes of an element; `home` is the service that its script came from. */
export function readOptions(element: Element, home: string): Options {
  const text = (name: string) => element.getAttribute(name)?.trim() ?? '';
  const among = <T extends string>(name: string, known: readonly [T, ...T[]]): T =>
    known.find((it) => it === text(name).toLowerCase()) ?? known[0];
  const whole = (name: string, max: number) => {
    const value = text(name);
    return /^\d{1,9}$/.test(value) ? Math.min(Number(value), max) : null;
  };
  const codes = text('codes')
    .toUpperCase()
    .match(/[A-Z]{3}/g);
  return {
    src: text('src') || home,
    ...(codes && { codes: [...new Set(codes)] }),
    look: among('look', LOOKS),
    theme: among('theme', THEMES),
    // A page's language may stand at any element around this one.
    lang: element.closest('[lang]')?.getAttribute('lang') ?? 'en',
    speed: whole('speed', MAX_SPEED) ?? 60,
    direction: among('direction', ['left', 'right']),
    digits: Math.max(1, whole('digits', 12) ?? 5),
    decimals: whole('decimals', 20),
    // 1, 10, 100, 1000: the zeros count.
    tens: /^10{0,6}$/.test(text('per')) ? text('per').length - 1 : 0,
    invert: element.hasAttribute('invert') && text('invert') !== 'false',
  };
}
