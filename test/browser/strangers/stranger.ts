// test: a foreign page with styles, scripts or headers that could damage the ticker.

/** The markup of one ticker, and the values in it. */
export interface Embedded {
  markup: string;
  src: string;
  look: string;
}

export interface Stranger {
  name: string;
  /** Returns the markup around one ticker. The page has one ticker for each look. */
  place?: (ticker: Embedded) => string;
  head?: string;
  /** Markup at the end of the body. */
  foot?: string;
  /** More attributes of `<html>`. */
  root?: string;
  /** `SERVICE` and `SOCKET` stand for the service's origins. */
  headers?: Record<string, string>;
  colorScheme?: 'light' | 'dark';
  /** Runs in the page when figures are shown, and changes the page. */
  change?: () => void;
  /** Attributes of the ticker besides its look. */
  attributes?: string;
  /** The page loads a second copy of the script from another address. */
  hasTwoScripts?: true;
  /** Parts and properties in the ticker that may differ on this page. */
  mayChange?: readonly string[];
}

export const LOOKS = ['strip', 'compact', 'cards', 'list'];

export const withCss = (name: string, css: string, more: Partial<Stranger> = {}): Stranger => ({
  name,
  head: `<style>${css}</style>`,
  ...more,
});

/**
 * A page with each ticker in two boxes. Cards that do not all fit begin with a margin, in which they fade, and the margin
 * before a price in a list is the room that is left.
 */
export const within = (name: string, outer: string, inner: string): Stranger => ({
  name,
  place: ({ markup }) =>
    `<section style="${outer}"><div style="${inner}">${markup}</div></section><div style="clear:both"></div>`,
  mayChange: ['.list marginLeft', '.price marginLeft'],
});

/** Returns the body of the page. It also has elements of its own, which overflow and leaked styles would change. */
export function bodyOf({ place, foot = '', attributes = '' }: Stranger, src: string): string {
  const places = LOOKS.map((look) => {
    const markup = `<currency-ticker look="${look}" src="${src}" ${attributes}></currency-ticker>`;
    return place ? place({ markup, src, look }) : `<section>${markup}</section>`;
  });
  const story =
    '<main><h1>News</h1><p>What the central banks set for today.</p><button type="button">Read on</button></main>';
  return `<header><b>Steppe Courier</b></header>${places.join('')}${story}${foot}`;
}
