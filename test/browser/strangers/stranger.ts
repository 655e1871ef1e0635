// test: a page of somebody else, made to be hard on a guest.

/** One ticker's mark-up, and what it says in parts. */
export interface Guest {
  markup: string;
  src: string;
  look: string;
}

export interface Stranger {
  name: string;
  /** The place of one ticker; the page has one for each look. */
  place?: (guest: Guest) => string;
  head?: string;
  /** At the body's end. */
  foot?: string;
  /** More attributes of `<html>`. */
  root?: string;
  /** `SERVICE` and `SOCKET` stand for the service's origins. */
  headers?: Record<string, string>;
  colorScheme?: 'light' | 'dark';
  /** Run in the page once figures are shown: what the page changes while the ticker stands there. */
  change?: () => void;
  /** Attributes of the ticker, beside its look. */
  attributes?: string;
  /** A second copy of the script, under an address of its own. */
  hasTwoScripts?: true;
  /** Parts and properties that differ within the ticker here, as they should. */
  mayChange?: readonly string[];
}

export const LOOKS = ['strip', 'compact', 'cards', 'list'];

export const withCss = (name: string, css: string, more: Partial<Stranger> = {}): Stranger => ({
  name,
  head: `<style>${css}</style>`,
  ...more,
});

/** A page whose tickers stand in two boxes. Cards that do not all fit begin with a margin, in which they fade. */
export const within = (name: string, outer: string, inner: string): Stranger => ({
  name,
  place: ({ markup }) =>
    `<section style="${outer}"><div style="${inner}">${markup}</div></section><div style="clear:both"></div>`,
  mayChange: ['.list marginLeft'],
});

/** The body of a stranger's page: there is something that overflow and leaks could hit. */
export function bodyOf({ place, foot = '', attributes = '' }: Stranger, src: string): string {
  const places = LOOKS.map((look) => {
    const markup = `<currency-ticker look="${look}" src="${src}" ${attributes}></currency-ticker>`;
    return place ? place({ markup, src, look }) : `<section>${markup}</section>`;
  });
  const story =
    '<main><h1>News</h1><p>What the central banks set for today.</p><button type="button">Read on</button></main>';
  return `<header><b>Steppe Courier</b></header>${places.join('')}${story}${foot}`;
}
