// The attributes of <currency-ticker>, stated once. A leaf beside the errors: the widget reads them, the pages offer and
// accept them, README's table is compared with them. In src, because its build takes no file from outside.

/** The words of a text, as a type. */
type Words<Text extends string> = Text extends `${infer First} ${infer Rest}` ? First | Words<Rest> : Text;

// What the element itself needs is text and figures alone: its script has no byte to spare, and the build leaves out
// what it does not import.
export const NAMES = 'src codes look theme lang speed direction digits decimals per invert';
/** Of words the first is the default. */
export const LOOKS = 'strip compact cards list';
export const THEMES = 'auto light dark transparent';
export const DIRECTIONS = 'left right';
export const LANGUAGES = 'en ru kk ky tg uz tk';
/** Pixels a second. */
export const DEFAULT_SPEED = 60;
/** Faster than this, figures cannot be read on any screen. */
export const MAX_SPEED = 1000;
export const DEFAULT_DIGITS = 5;
/** Rates have so many. */
export const MAX_DIGITS = 12;
/** UZS/USD has its 12 digits within 16 places. */
export const MAX_DECIMALS = 20;

export type AttributeName = Words<typeof NAMES>;
export type Look = Words<typeof LOOKS>;
export type Language = Words<typeof LANGUAGES>;

/** How a value is written: an address, `KGS,UZS`, one of some words, a whole number, a power of ten, or there or not. */
export type AttributeKind = 'address' | 'codes' | 'word' | 'number' | 'power' | 'switch';

interface About {
  kind: AttributeKind;
  /** The value that stands for an attribute which is not there. */
  initial?: string;
  /** In words, where no value stands for it. */
  without?: string;
  /** All that a word may be. */
  words?: readonly string[];
  least?: number;
  most?: number;
  /** Looks in which it changes something; all unless named. */
  looks?: readonly Look[];
  /** For README: Markdown. */
  meaning: string;
}

export interface Attribute extends About {
  name: AttributeName;
}

/** By name: the compiler asks for each of them. In the order in which they are offered and described. */
function describe(): Record<AttributeName, About> {
  // A list that does not move has no speed.
  const moving: readonly Look[] = ['strip', 'compact'];
  return {
    codes: { kind: 'codes', without: 'all', meaning: 'which currencies, in this order' },
    look: word(LOOKS, '`strip`, `compact`, `cards` or `list`'),
    theme: word(THEMES, '`auto`, `light`, `dark` or `transparent`'),
    lang: {
      kind: 'word',
      without: 'the page’s',
      words: LANGUAGES.split(' '),
      meaning: '`en`, `ru`, `kk`, `ky`, `tg`, `uz` or `tk`',
    },
    speed: { ...number(0, MAX_SPEED, 'pixels a second'), initial: String(DEFAULT_SPEED), looks: moving },
    direction: { ...word(DIRECTIONS, 'or `right`'), looks: moving },
    digits: { ...number(1, MAX_DIGITS, 'significant digits of the price'), initial: String(DEFAULT_DIGITS) },
    decimals: {
      ...number(0, MAX_DECIMALS, 'places after the point instead: the classic look'),
      without: 'none',
    },
    per: { kind: 'power', initial: '1', meaning: 'price of 100 or 1000 units' },
    invert: { kind: 'switch', without: 'off', meaning: 'local units for one dollar' },
    src: { kind: 'address', without: 'where the script came from', meaning: 'the service' },
  };
}

function word(words: string, meaning: string): About {
  const all = words.split(' ');
  return { kind: 'word', words: all, meaning, ...(all[0] !== undefined && { initial: all[0] }) };
}

function number(least: number, most: number, meaning: string): About {
  return { kind: 'number', least, most, meaning };
}

function list(): Attribute[] {
  return Object.entries(describe()).map(([name, about]) => ({ name: name as AttributeName, ...about }));
}

/** All, in the order in which they are offered and described. The mark lets the widget's build leave them out. */
export const ATTRIBUTES: readonly Attribute[] = /* @__PURE__ */ list();

/** Those that an address may carry to a page of this service, which is its own `src`. */
export const CARRIED: readonly Attribute[] = /* @__PURE__ */ ATTRIBUTES.filter(
  ({ kind }) => kind !== 'address',
);
