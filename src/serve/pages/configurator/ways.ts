// serve: the ways to embed the chosen ticker, each with the policy that it needs. Pure; also runs in the browser.
import { codesIn } from '../../../codes.ts';
import { xmlText } from '../../../rates/xml-text.ts';
import { DEFAULT_WIDTH } from '../../pictures/choice.ts';
import { iframeOf } from '../embed/iframe.ts';
import { heightOf } from '../embed/size.ts';
import { type Choice, markupOf, queryOf } from './choice.ts';

/** The widget's immutable copy. */
export interface Pinned {
  version: string;
  integrity: string;
}

export const WAY_NAMES = ['tag', 'element', 'pinned', 'react', 'iframe', 'oembed', 'picture'] as const;
export type WayName = (typeof WAY_NAMES)[number];

export interface Way {
  name: WayName;
  /** Ready to paste. */
  code: string;
  /** The directives that a strict Content-Security-Policy of the embedding page needs. */
  policy: string;
}

/** `base` is the service's address, without a slash at its end. `codes` are those that it serves. */
export function waysOf(
  choice: Choice,
  base: string,
  { version, integrity }: Pinned,
  codes: readonly string[],
): Way[] {
  const { origin, host, protocol } = new URL(base);
  const socket = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}`;
  const script = `script-src ${origin}; connect-src ${origin} ${socket}`;
  const frame = `frame-src ${origin}`;
  const policies: Partial<Record<WayName, string>> = {
    iframe: frame,
    oembed: frame,
    picture: `img-src ${origin}`,
  };
  const query = queryOf(choice);
  const embed = `${base}/embed${query && `?${query}`}`;
  const picture = xmlText(queryOf(stillOf(choice)));
  const shown = choice.codes === undefined ? codes : codesIn(choice.codes);
  const data = markupOf(choice, 'data-');
  const element = `<currency-ticker${markupOf(choice)}></currency-ticker>`;
  const snippets: Record<WayName, string> = {
    tag: `<script async src="${base}/widget.js"${data}></script>`,
    element: `${element}\n<script async src="${base}/widget.js"></script>`,
    pinned: `<script async crossorigin src="${base}/widget/${version}.js"
  integrity="${integrity}"
  data-src="${base}"${data}></script>`,
    iframe: iframeOf(embed, '100%', heightOf(choice.look, shown.length)),
    oembed: embed,
    picture: `<img src="${base}/rates.svg${picture && `?${picture}`}" width="${DEFAULT_WIDTH}" alt="Currency rates">`,
    react: `export function CurrencyTicker() {
  return (
    <>
      <script async src="${base}/widget.js" />
      <currency-ticker${markupOf(choice).replace(/ invert$|(?<= invert)(?= )/, (it) => `${it}=""`)} />
    </>
  );
}`,
  };
  return WAY_NAMES.map((name) => ({
    name,
    code: snippets[name],
    policy: policies[name] ?? script,
  }));
}

/** The options of a picture: it does not move, and it accepts `decimals` or `digits`, not both. */
function stillOf({ speed: _speed, direction: _direction, digits, ...rest }: Choice): Choice {
  return rest.decimals === undefined && digits !== undefined ? { ...rest, digits } : rest;
}
