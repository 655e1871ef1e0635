// widget: the colour scheme, light or dark, chosen by the text colour that the page has around the ticker.

/** Perceived brightness from 0 to 1. Greys between the two are used on light and on dark backgrounds. */
const DARK_TEXT = 0.5;
const LIGHT_TEXT = 0.62;

/**
 * Returns the colour scheme for a computed text colour in sRGB, as `rgb()` or `color(srgb)`. Empty for a mid grey: then
 * the page's own scheme decides.
 */
export function schemeFor(textColour: string): 'light' | 'dark' | '' {
  const [red = 0, green = 0, blue = 0] = textColour.match(/[\d.]+(e-\d+)?/g)?.map(Number) ?? [];
  const brightness = (0.3 * red + 0.6 * green + 0.1 * blue) / (textColour[0] === 'r' ? 255 : 1);
  if (brightness < DARK_TEXT) return 'light';
  return brightness > LIGHT_TEXT ? 'dark' : '';
}

/**
 * Sets the colour scheme of `box`: that of its theme, or the one that fits the page. `probe` has the page's text colour.
 * Returns a rule that gives this colour to the ticker.
 */
export function applyScheme(box: HTMLElement, probe: HTMLElement): string {
  const textColour = getComputedStyle(probe).color;
  box.dataset.scheme = /\b(?:light|dark)\b/.exec(box.className)?.[0] ?? schemeFor(textColour);
  return `.ticker{--page:${textColour}}`;
}
