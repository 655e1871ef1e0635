// serve: the colours of pictures, those of the widget's themes, and the style sheet of a drawing.
import type { Theme } from './choice.ts';

/** As `widget/face/ticker.css` has them; a test compares. Six digits: the painter of PNG takes no other notation for all. */
export const PALETTES = {
  light: { ground: '#ffffff', ink: '#16202a', rise: '#00695c', fall: '#b03a00' },
  dark: { ground: '#10171e', ink: '#edf1f5', rise: '#54cdb6', fall: '#ff9c73' },
} as const;

/** How much of the ink muted text and lines have, and the area under a history. */
const SOFT = 0.72;
const LINE = 0.16;
const SPARK = 0.2;

/** Literal colours, since the painter of PNG knows no custom properties. */
function rulesOf({ ground, ink, rise, fall }: (typeof PALETTES)['light' | 'dark']): string {
  return (
    `.ground{fill:${ground}}.ink{fill:${ink}}.soft{fill:${ink};fill-opacity:${SOFT}}.rise{fill:${rise}}.fall{fill:${fall}}` +
    `.card{fill:${ground};stroke:${ink};stroke-opacity:${LINE}}.pill{fill:none;stroke:${ink};stroke-opacity:${SOFT}}` +
    `.rule{fill:${ink};fill-opacity:${LINE}}.spark{fill:${ink};fill-opacity:${SPARK}}`
  );
}

/** On a ground that nobody knows: no ground and no lines of it, and text in nothing but ink. */
const BARE =
  '.ground,.rule{fill:none}.card{fill:none;stroke:none}.soft{fill-opacity:1}.pill{stroke-opacity:1}';
const bareText = (ink: string) => `text.rise,text.fall{fill:${ink}}`;

/** The style of a theme. `auto` and `transparent` follow the reader's scheme; a drawing of PNG has none. */
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
