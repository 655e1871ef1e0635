// widget: which palette suits the page around a ticker: decided by the ink that the page has there.

/** Mid greys, by perceived brightness from 0 to 1, are written on light and on dark grounds. */
const DARK_INK = 0.5;
const LIGHT_INK = 0.62;

/**
 * The colour scheme for a computed ink in sRGB, as `rgb()` or `color(srgb)`; empty where it does not tell: then the
 * page's own scheme counts.
 */
export function schemeOf(ink: string): 'light' | 'dark' | '' {
  const [red = 0, green = 0, blue = 0] = ink.match(/[\d.]+(e-\d+)?/g)?.map(Number) ?? [];
  const brightness = (0.3 * red + 0.6 * green + 0.1 * blue) / (ink.startsWith('rgb') ? 255 : 1);
  if (brightness < DARK_INK) return 'light';
  return brightness > LIGHT_INK ? 'dark' : '';
}

/** Gives `box` the palette of its theme, or else the one that suits the page. Answers the rule by which it knows the page's ink, which `probe` has. */
export function suit(box: HTMLElement, probe: HTMLElement): string {
  const ink = getComputedStyle(probe).color;
  box.dataset.scheme = /\b(?:light|dark)\b/.exec(box.className)?.[0] ?? schemeOf(ink);
  return `.ticker{--page:${ink}}`;
}
