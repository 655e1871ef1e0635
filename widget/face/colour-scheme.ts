// widget: chooses the palette by the text colour that the page has around the ticker.

/** Perceived brightness from 0 to 1. Greys between the two are used on light and on dark grounds. */
const DARK_INK = 0.5;
const LIGHT_INK = 0.62;

/**
 * Returns the colour scheme for a computed text colour in sRGB, as `rgb()` or `color(srgb)`. Empty for a mid grey: then
 * the page's own scheme decides.
 */
export function schemeOf(ink: string): 'light' | 'dark' | '' {
  const [red = 0, green = 0, blue = 0] = ink.match(/[\d.]+(e-\d+)?/g)?.map(Number) ?? [];
  const brightness = (0.3 * red + 0.6 * green + 0.1 * blue) / (ink[0] === 'r' ? 255 : 1);
  if (brightness < DARK_INK) return 'light';
  return brightness > LIGHT_INK ? 'dark' : '';
}

/**
 * Sets the palette of `box`: that of its theme, or the one that suits the page. `probe` has the page's text colour.
 * Returns a rule that gives this colour to the ticker.
 */
export function suit(box: HTMLElement, probe: HTMLElement): string {
  const ink = getComputedStyle(probe).color;
  box.dataset.scheme = /\b(?:light|dark)\b/.exec(box.className)?.[0] ?? schemeOf(ink);
  return `.ticker{--page:${ink}}`;
}
