// test: foreign pages that are dark or light for different reasons.
import { type Stranger, withCss } from './stranger.ts';

const DARK = 'background:#0b1020;color:#e8ecf4';
const LIGHT = 'background:#fff;color:#1a1a1a';

export const SCHEMES: readonly Stranger[] = [
  withCss('light, undeclared, dark reader', `body{${LIGHT}}`, { colorScheme: 'dark' }),
  withCss('no colours, dark reader', '', { colorScheme: 'dark' }),
  withCss('dark by class, light reader', `.dark body{${DARK}}`, { root: 'class="dark"' }),
  withCss('dark by class and scheme', `.dark{color-scheme:dark} .dark body{${DARK}}`, {
    root: 'class="dark"',
  }),
  withCss(
    'dark by media',
    `:root{color-scheme:light dark} @media (prefers-color-scheme:dark){body{${DARK}}}`,
    {
      colorScheme: 'dark',
    },
  ),
  withCss('dark by body', `body{color-scheme:dark;${DARK}}`),
  withCss('declared light, dark reader', `:root{color-scheme:light} body{${LIGHT}}`, { colorScheme: 'dark' }),
  withCss('dark, toggled live', `body{${LIGHT}} .dark body{color-scheme:dark;${DARK}}`, {
    change: () => document.documentElement.classList.add('dark'),
  }),
  withCss(
    'light again, toggled live',
    `html{color-scheme:dark} body{${DARK}} .day{color-scheme:light} .day body{${LIGHT}}`,
    {
      change: () => document.documentElement.classList.add('day'),
    },
  ),
  withCss('transparent on navy', 'section{background:#12234f;color:#fff}', {
    attributes: 'theme="transparent"',
  }),
  withCss(
    'transparent on a picture',
    'section{background:linear-gradient(90deg,#12234f,#3a1150);color:#fff}',
    {
      attributes: 'theme="transparent"',
    },
  ),
];
