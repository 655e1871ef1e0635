// serve: the ticker as a separate page, for an iframe.
import { raw } from 'hono/html';
import { changeText } from '../../../rates/text.ts';
import type { Rate } from '../../../rates/wire.ts';
import { documentText } from '../document.tsx';

export interface EmbedPage {
  /** The element's attributes, from the query. */
  chosen: Readonly<Record<string, string>>;
  rates: readonly Rate[];
  style: string;
  /** Inline; the policy of the page allows it by its hash. */
  script: string;
  /** The address of the oEmbed description of this page; `null` where the service's address is not known. */
  discovery: string | null;
}

/** The date of a rate, with its status where it is not live: `2026-04-02, held`. */
const ageText = ({ date, status }: Rate) => (status === 'live' ? date : `${date}, ${status}`);

/** The list inside the element is shown until the script runs, and permanently where scripts are off. */
export function embedPage({ chosen, rates, style, script, discovery }: EmbedPage): string {
  const items = rates.map((rate) => (
    <li>{`${rate.pair} = ${rate.display} ${changeText(rate)} (${ageText(rate)})`}</li>
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
