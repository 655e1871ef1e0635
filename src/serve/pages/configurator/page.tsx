// serve: the page at /: the widget at work, what can be chosen of it, and the tag that puts it on a page.
import { raw } from 'hono/html';
import { documentText } from '../document.tsx';

/** Choices by attribute: the first is the default, and stands in no tag. */
const CHOICES: readonly [
  attribute: string,
  label: string,
  options: readonly [value: string, label: string][],
][] = [
  [
    'look',
    'Look',
    [
      ['strip', 'Strip'],
      ['compact', 'Compact'],
      ['cards', 'Cards'],
      ['list', 'List'],
    ],
  ],
  [
    'theme',
    'Theme',
    [
      ['auto', 'As the reader’s'],
      ['light', 'Light'],
      ['dark', 'Dark'],
      ['transparent', 'Transparent'],
    ],
  ],
  [
    'lang',
    'Language',
    [
      ['', 'The page’s own'],
      ['en', 'English'],
      ['ru', 'Русский'],
      ['kk', 'Қазақша'],
      ['ky', 'Кыргызча'],
      ['tg', 'Тоҷикӣ'],
      ['uz', 'Oʻzbekcha'],
      ['tk', 'Türkmençe'],
    ],
  ],
  [
    'direction',
    'Direction',
    [
      ['left', 'To the left'],
      ['right', 'To the right'],
    ],
  ],
  [
    'figures',
    'Figures',
    [
      ['', '5 digits'],
      ['digits=4', '4 digits'],
      ['digits=7', '7 digits'],
      ['decimals=5', '5 decimals'],
    ],
  ],
  [
    'per',
    'Price of',
    [
      ['1', '1 unit'],
      ['100', '100 units'],
      ['1000', '1000 units'],
    ],
  ],
];

export interface ConfiguratorPage {
  publicUrl: string | null;
  codes: readonly string[];
  style: string;
  script: string;
}

export function configuratorPage({ publicUrl, codes, style, script }: ConfiguratorPage): string {
  return documentText({
    lang: 'en',
    title: 'Silk Ticker',
    style,
    head: (
      <>
        {publicUrl !== null && discovery(publicUrl)}
        <script async src="widget.js" />
      </>
    ),
    body: (
      <>
        <div class="strip">
          <currency-ticker />
        </div>
        <main>
          <h1>The dollar in Bishkek, Almaty, Dushanbe, Tashkent and Ashgabat</h1>
          <p>
            Official fixings of five central banks, as one unit of each currency in US dollars, exact to the
            digit that was printed. The ticker above is live. Choose how it looks; one line puts it on any
            page.
          </p>
          {form(codes)}
          <pre tabindex={0} data-base={publicUrl ?? ''}>
            {`<script async src="${publicUrl ?? ''}/widget.js"></script>`}
          </pre>
          <button type="button">Copy</button>
          {links()}
        </main>
        <script>{raw(script)}</script>
      </>
    ),
  });
}

/** Sites that know oEmbed look for it here; it wants a whole address. */
function discovery(publicUrl: string) {
  const href = `${publicUrl}/oembed?url=${encodeURIComponent(`${publicUrl}/`)}`;
  return <link rel="alternate" type="application/json+oembed" href={href} />;
}

function form(codes: readonly string[]) {
  return (
    <form>
      <fieldset>
        <legend>Currencies</legend>
        {codes.map((code) => (
          <label>
            <input type="checkbox" name="codes" value={code} checked />
            {code}
          </label>
        ))}
      </fieldset>
      {CHOICES.map(([name, label, options]) => (
        <label>
          {label}
          <select name={name}>
            {options.map(([value, text]) => (
              <option value={value}>{text}</option>
            ))}
          </select>
        </label>
      ))}
      <label>
        Speed
        <input type="range" name="speed" min="20" max="200" step="10" value="60" />
      </label>
      <fieldset>
        <label>
          <input type="checkbox" name="invert" />
          The dollar in local units instead
        </label>
      </fieldset>
    </form>
  );
}

function links() {
  return (
    <ul>
      <li>
        <a href="rates">/rates</a> all rates with their change, as JSON
      </li>
      <li>
        <a href="rates.txt?decimals=5">/rates.txt</a> the classic strip as text
      </li>
      <li>
        <a href="sources">/sources</a> who printed them, when, and under which terms
      </li>
      <li>
        <a href="docs">/docs</a> the whole API, history, conversion and stream
      </li>
    </ul>
  );
}
