// serve: the page at /: a live preview of the widget, the form that configures it, and the snippets to embed it.
import { raw } from 'hono/html';
import type { Language } from '../../../attributes.ts';
import { LOCAL_ADDRESS } from '../../../config.ts';
import { documentText } from '../document.tsx';
import { LANGUAGE_NAMES, PAGE_LANGUAGES } from '../language.ts';
import { chooser } from './form.tsx';
import { TEXTS } from './languages.ts';
import { preview } from './preview/preview.tsx';
import type { Texts } from './texts/texts.ts';
import { wayCards } from './way-cards.tsx';
import type { Pinned } from './ways.ts';

export interface ConfiguratorPage {
  language: Language;
  /** The service's address for the client; empty where there is none. */
  base: string;
  /** Whether it is PUBLIC_URL. Otherwise the browser's own address is used in the snippets. */
  isNamed: boolean;
  codes: readonly string[];
  pinned: Pinned;
  parts: { style: string; previewStyle: string; script: string };
}

export function configuratorPage(page: ConfiguratorPage): string {
  const { language, base, isNamed, codes, pinned, parts } = page;
  const texts = TEXTS[language];
  const facts = { base: isNamed ? base : '', codes, pinned };
  return documentText({
    lang: language,
    title: `Silk Ticker · ${texts.title}`,
    style: parts.style,
    head: sharing(texts, language, base),
    body: (
      <>
        <header class="bar">
          <a class="brand" href=".">
            Silk Ticker
          </a>
          <a href="docs">{texts.docs}</a>
        </header>
        <main data-facts={JSON.stringify(facts)}>
          <h1>{texts.title}</h1>
          <p class="intro">{texts.intro}</p>
          {preview(texts, language, parts.previewStyle)}
          <div class="columns">
            {chooser(texts, codes)}
            {wayCards(texts, base || LOCAL_ADDRESS, pinned, codes)}
          </div>
          {apiLinks(texts)}
        </main>
        <footer>
          <nav aria-label={texts.language}>
            {PAGE_LANGUAGES.map((it) => (
              <a
                href={`?ui=${it}`}
                lang={it}
                hreflang={it}
                aria-current={it === language ? 'page' : undefined}
              >
                {LANGUAGE_NAMES[it]}
              </a>
            ))}
          </nav>
        </footer>
        <script>{raw(parts.script)}</script>
      </>
    ),
  });
}

/** Metadata for link previews and oEmbed discovery. Both need an absolute address. */
function sharing({ title, description }: Texts, language: Language, base: string) {
  const tags = { type: 'website', site_name: 'Silk Ticker', title, description, locale: language };
  return (
    <>
      <meta name="description" content={description} />
      <meta name="twitter:card" content={base === '' ? 'summary' : 'summary_large_image'} />
      {Object.entries(tags).map(([name, content]) => (
        <meta property={`og:${name}`} content={content} />
      ))}
      {base !== '' && <meta property="og:url" content={`${base}/`} />}
      {base !== '' && previewPicture(base, title, language)}
      {base !== '' && (
        <link
          rel="alternate"
          type="application/json+oembed"
          href={`${base}/oembed?url=${encodeURIComponent(`${base}/`)}`}
          title="Silk Ticker"
        />
      )}
    </>
  );
}

/** The current rates as the preview picture of a link: 1200 by 630 pixels, the size that most sites show. */
function previewPicture(base: string, alt: string, language: Language) {
  const address = `${base}/rates.png?look=list&width=600&height=315&lang=${language}`;
  const tags = { '': address, ':type': 'image/png', ':width': '1200', ':height': '630', ':alt': alt };
  return Object.entries(tags).map(([name, content]) => (
    <meta property={`og:image${name}`} content={content} />
  ));
}

function apiLinks({ api, apiLinks: links }: Texts) {
  const rows = [
    ['rates', '/rates', links.rates],
    ['rates.txt?decimals=5', '/rates.txt', links.text],
    ['sources', '/sources', links.sources],
    ['docs', '/docs', links.docs],
  ];
  return (
    <section class="api">
      <h2>{api}</h2>
      <ul>
        {rows.map(([href, name, meaning]) => (
          <li>
            <a href={href}>{name}</a> {meaning}
          </li>
        ))}
      </ul>
    </section>
  );
}
