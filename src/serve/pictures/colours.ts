// serve: the colours of pictures, equal to those of the widget's themes, and the style sheet of an SVG.
import type { Theme } from '../../attributes.ts';

/** As in `widget/face/ticker.css`; a test compares them. With six digits, the form that every SVG renderer reads. */
export const PALETTES = {
  light: { ground: '#ffffff', ink: '#16202a', rise: '#00695c', fall: '#b03a00' },
  dark: { ground: '#10171e', ink: '#edf1f5', rise: '#54cdb6', fall: '#ff9c73' },
} as const;

/** Opacity of muted text, of lines and of the area under a history. */
const SOFT = 0.72;
const LINE = 0.16;
const SPARK = 0.2;

/** The colours are literal, because the PNG renderer does not support custom properties. */
function rulesOf({ ground, ink, rise, fall }: (typeof PALETTES)['light' | 'dark']): string {
  return (
    `.ground{fill:${ground}}.ink{fill:${ink}}.soft{fill:${ink};fill-opacity:${SOFT}}.rise{fill:${rise}}.fall{fill:${fall}}` +
    `.card{fill:${ground};stroke:${ink};stroke-opacity:${LINE}}.pill{fill:none;stroke:${ink};stroke-opacity:${SOFT}}` +
    `.rule{fill:${ink};fill-opacity:${LINE}}.spark{fill:${ink};fill-opacity:${SPARK}}`
  );
}

/** For an unknown background: no background and no lines, and all text in the main colour. */
const BARE =
  '.ground,.rule{fill:none}.card{fill:none;stroke:none}.soft{fill-opacity:1}.pill{stroke-opacity:1}';
const bareText = (ink: string) => `text.rise,text.fall{fill:${ink}}`;

/** The rules of a theme. `auto` and `transparent` follow the reader's colour scheme. A PNG has a fixed one. */
export function styleOf(theme: Theme): string {
  const { light, dark } = PALETTES;
  const inDark = (rules: string) => `@media (prefers-color-scheme:dark){${rules}}`;
  if (theme === 'transparent') {
    const own = (scheme: 'light' | 'dark') =>
      rulesOf(PALETTES[scheme]) + BARE + bareText(PALETTES[scheme].ink);
    return own('light') + inDark(own('dark'));
  }
  return theme === 'auto' ? rulesOf(light) + inDark(rulesOf(dark)) : rulesOf(PALETTES[theme]);
}
