// serve: the ticker as a page of its own.
import { changeText } from '../../../rates/text.ts';
import type { Rate } from '../../../rates/wire.ts';
import { documentText } from '../document.tsx';

export interface EmbedPage {
  /** The element's attributes, as the address has them. */
  chosen: Readonly<Record<string, string>>;
  rates: readonly Rate[];
  style: string;
  /** Where sites that know oEmbed find this page described; `null` where nobody knows our address. */
  discovery: string | null;
}

/** A figure that is held, stale or invented is never shown like a live one: `2026-04-02, held`. */
const ageText = ({ date, status }: Rate) => (status === 'live' ? date : `${date}, ${status}`);

/** What stands inside the element shows until the script runs, and for good where none may. */
export function embedPage({ chosen, rates, style, discovery }: EmbedPage): string {
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
      <main>
        <h1>Currency rates</h1>
        <currency-ticker {...chosen}>
          <ul>{items}</ul>
        </currency-ticker>
      </main>
    ),
  });
}
