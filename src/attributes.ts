// A leaf: the attributes of <currency-ticker>, defined once. The widget reads them, the pages offer and accept them,
// and the table of the README is compared with them. In src, because its build includes no file from outside.

/** The union of the words in a text. */
export type Words<Text extends string> = Text extends `${infer First} ${infer Rest}`
  ? First | Words<Rest>
  : Text;

// The element itself needs only these texts and numbers. The size of its script is limited, and the build leaves out
// everything that it does not import.
export const NAMES = 'src codes look theme lang speed direction digits decimals per invert';
/** Of these lists the first word is the default. */
export const LOOKS = 'strip compact cards list';
export const THEMES = 'auto light dark transparent';
export const DIRECTIONS = 'left right';
export const LANGUAGES = 'en ru kk ky tg uz tk';
/** The numbers of units of a price: with a larger one, the price of a weak currency is readable. */
export const POWERS = '1 10 100 1000 10000 100000 1000000';
/** The values of a switch that turn it off. */
export const OFF_WORDS = '0 false';
/** Pixels a second. */
export const DEFAULT_SPEED = 60;
/** Figures that move faster cannot be read on any screen. */
export const MAX_SPEED = 1000;
export const DEFAULT_DIGITS = 5;
/** A rate has 12 significant digits. */
export const MAX_DIGITS = 12;
/** UZS/USD needs 16 places for its 12 digits. 20 leaves room for a weaker currency. */
export const MAX_DECIMALS = 20;

export type AttributeName = Words<typeof NAMES>;
export type Look = Words<typeof LOOKS>;
export type Theme = Words<typeof THEMES>;
export type Direction = Words<typeof DIRECTIONS>;
export type Language = Words<typeof LANGUAGES>;

/**
 * The form of a value: an address, `KGS,UZS`, one of some words, a whole number, a power of ten, or present or absent.
 */
export type AttributeKind = 'address' | 'codes' | 'word' | 'number' | 'power' | 'switch';

interface About {
  kind: AttributeKind;
  /** The default value. */
  initial?: string;
  /** The default in words, for an attribute without a default value. */
  without?: string;
  /** The allowed words. */
  words?: readonly string[];
  least?: number;
  most?: number;
  /** The looks in which the attribute has an effect; absent = all. */
  looks?: readonly Look[];
  /** The text in the README, as Markdown. */
  meaning: string;
}

export interface Attribute extends About {
  name: AttributeName;
}

/**
 * The attributes by name, in the order in which they are offered and described. The compiler checks that none is
 * missing.
 */
function describe(): Record<AttributeName, About> {
  // Only these looks move.
  const moving: readonly Look[] = ['strip', 'compact'];
  return {
    codes: { kind: 'codes', without: 'all', meaning: 'the currencies, in this order' },
    look: word(LOOKS, '`strip`, `compact`, `cards` or `list`'),
    theme: word(THEMES, '`auto`, `light`, `dark` or `transparent`'),
    lang: {
      kind: 'word',
      without: 'the page’s',
      words: LANGUAGES.split(' '),
      meaning: '`en`, `ru`, `kk`, `ky`, `tg`, `uz` or `tk`',
    },
    speed: { ...number(0, MAX_SPEED, 'pixels a second'), initial: String(DEFAULT_SPEED), looks: moving },
    direction: { ...word(DIRECTIONS, '`left` or `right`'), looks: moving },
    digits: { ...number(1, MAX_DIGITS, 'significant digits of the price'), initial: String(DEFAULT_DIGITS) },
    decimals: {
      ...number(0, MAX_DECIMALS, 'decimal places, instead of significant digits'),
      without: 'none',
    },
    per: { ...word(POWERS, 'the price of so many units: `1`, `10`, `100`, … `1000000`'), kind: 'power' },
    invert: { kind: 'switch', without: 'off', meaning: 'the price of one dollar in local units' },
    src: { kind: 'address', without: 'the script’s', meaning: 'the address of the service' },
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

/** All attributes in that order. The PURE mark allows the widget's build to leave them out. */
export const ATTRIBUTES: readonly Attribute[] = /* @__PURE__ */ list();

/** The attributes that may be in the query of a page. `src` may not: the page uses the service that serves it. */
export const CARRIED: readonly Attribute[] = /* @__PURE__ */ ATTRIBUTES.filter(
  ({ kind }) => kind !== 'address',
);
