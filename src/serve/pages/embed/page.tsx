// serve: the ticker as a page of its own.
import { raw } from 'hono/html';
import { changeText } from '../../../rates/text.ts';
import type { Rate } from '../../../rates/wire.ts';
import { documentText } from '../document.tsx';

export interface EmbedPage {
  /** The element's attributes, as the address has them. */
  chosen: Readonly<Record<string, string>>;
  rates: readonly Rate[];
  style: string;
  /** Inline, admitted by its hash. */
  script: string;
  /** Where sites that know oEmbed find this page described; `null` where nobody knows our address. */
  discovery: string | null;
}

/** What stands inside the element shows until the script runs, and for good where none may. */
export function embedPage({ chosen, rates, style, script, discovery }: EmbedPage): string {
  const items = rates.map((rate) => (
    <li>{`${rate.pair} = ${rate.display} ${changeText(rate)} (${rate.date})`}</li>
  ));
  return documentText({
    lang: chosen.lang ?? 'en',
    title: 'Currency rates',
    style,
    head: (
      <>
        {discovery !== null && (
          <link rel="alternate" type="application/json+oembed" href={discovery} title="Currency rates" />
        )}
        <script async src="widget.js" />
      </>
    ),
    body: (
      <>
        <main>
          <h1>Currency rates</h1>
          <currency-ticker {...chosen}>
            <ul>{items}</ul>
          </currency-ticker>
        </main>
        <script>{raw(script)}</script>
      </>
    ),
  });
}
