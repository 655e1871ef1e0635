// test: foreign pages whose style sheets change every element.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Stranger, withCss } from './stranger.ts';

const require = createRequire(import.meta.url);
const cssOf = (file: string) => readFileSync(require.resolve(file), 'utf8');

const INHERITED =
  'body{text-transform:uppercase;letter-spacing:.2em;word-spacing:1em;text-indent:3em;text-align:right;' +
  'text-shadow:2px 2px 0 red;font-style:italic;font-variant-caps:small-caps;line-height:3;white-space:pre-wrap;' +
  'hyphens:auto;word-break:break-all;cursor:crosshair;list-style:square;visibility:visible;tab-size:1}';

export const RESETS: readonly Stranger[] = [
  withCss(
    '* { all: unset }',
    '*{all:unset} head,style,script,title,meta,link{display:none} p,h1,h2,main,header{display:block}',
  ),
  withCss(
    'important buttons',
    'button{all:unset!important;padding:20px!important;background:red!important;color:red!important;display:block!important;width:300px!important}',
  ),
  withCss('html 62.5 %', 'html{font-size:62.5%} body{font-size:1.6rem}'),
  withCss('inherited text', INHERITED),
  withCss(
    'important everything',
    '*{box-sizing:content-box!important;margin:3px!important;line-height:2!important;max-width:100%!important}',
  ),
  withCss(
    'svg, i and ul rules',
    'i{font-size:40px;display:block;color:red} ul{padding:60px} li{margin:30px;list-style:square} section{padding:50px} span{display:block}',
  ),
  withCss('Bootstrap 5', cssOf('bootstrap/dist/css/bootstrap.min.css')),
  withCss('Tailwind preflight', cssOf('tailwindcss/preflight.css')),
  // At twice the size not all cards fit. Then they begin with a margin, in which they fade.
  withCss('body zoom', 'body{zoom:2}', { mayChange: ['.list marginLeft', '.price marginLeft'] }),
  withCss('right to left', '', { root: 'dir="rtl"', mayChange: ['direction', 'marginLeft', 'paddingLeft'] }),
];
