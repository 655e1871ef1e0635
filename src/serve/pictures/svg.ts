// serve: a picture as SVG. Texts are text elements, so that readers can search, copy and listen to them.

import type { Theme } from '../../attributes.ts';
import { xmlText } from '../../rates/xml-text.ts';
import { styleOf } from './colours.ts';
import { type Mark, round } from './marks.ts';
import type { Picture } from './picture.ts';

/** The program that shows the SVG: a browser with its own fonts, or the painter of PNG with the measured font. */
export type Reader = 'browser' | 'painter';

const FONTS: Record<Reader, string> = {
  browser: 'text{font-family:system-ui,sans-serif}',
  // The measured widths are sums of letter widths, without kerning.
  painter: "text{font-family:'Noto Sans';font-kerning:none}",
};
const BOLD = '.bold{font-weight:600}';

/** The style sheet of a picture. Its Content-Security-Policy allows it by its hash. */
export const sheetOf = (theme: Theme, reader: Reader): string => FONTS[reader] + BOLD + styleOf(theme);

export function svgOf(picture: Picture, theme: Theme, reader: Reader): string {
  const { width, height, lang, title, description, marks } = picture;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"` +
    ` role="img" lang="${lang}"><title>${xmlText(title)}</title><desc>${xmlText(description)}</desc>` +
    `<style>${sheetOf(theme, reader)}</style>\n${marks.map((mark) => written(mark, reader)).join('\n')}\n</svg>\n`
  );
}

function written(mark: Mark, reader: Reader): string {
  if (mark.kind === 'shape') return `<path class="${mark.paint}" d="${mark.path}"/>`;
  const { text, x, y, size, width, ink, isBold } = mark;
  // Another font is wider or narrower by some percent. The stated width prevents overlaps.
  const length = reader === 'browser' ? ` textLength="${round(width)}" lengthAdjust="spacingAndGlyphs"` : '';
  return (
    `<text class="${ink}${isBold ? ' bold' : ''}" x="${round(x)}" y="${round(y)}" font-size="${round(size)}"${length}>` +
    `${xmlText(text)}</text>`
  );
}
