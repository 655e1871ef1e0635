// serve: the page at /, the widget at work, what can be chosen of it, and the tag that puts it on a page.
import { Hono } from 'hono';
import { answer, prepare } from '../http/prepared.ts';
import { CHOOSER } from './configurator-script.ts';
import { pageHeaders, SHEET } from './theme.ts';

const STYLE = `${SHEET}
.strip { border-bottom: 1px solid var(--line); min-height: 2.75rem }
form { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.2rem, 1fr)); gap: 1rem 1.25rem; margin: 2rem 0 1rem }
label, legend { display: block; font-size: .85rem; color: var(--soft); padding: 0 }
fieldset { grid-column: 1 / -1; border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem }
fieldset label { font-size: 1rem; color: var(--ink); display: flex; align-items: center; gap: .4rem }
legend { float: left; width: 100% }
select, input[type=range] { display: block; width: 100%; margin-top: .25rem; accent-color: var(--ink) }
select, button { font: inherit; font-size: .95rem; padding: .4rem .6rem; border: 1px solid var(--line); border-radius: 6px;
  background: var(--ground); color: inherit; min-height: 2.5rem }
button { padding: .4rem 1rem; cursor: pointer }
pre { white-space: pre-wrap; overflow-wrap: anywhere }
ul { list-style: none; margin: 2.5rem 0 0; padding: 1.25rem 0 0; border-top: 1px solid var(--line) }
li { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .25rem 0; color: var(--soft) }
li a { color: var(--ink); font: 15px/1.7 ui-monospace, monospace; min-width: 9rem }
`;

/** Five minutes: it changes with a release alone. */
const CACHE = 'public, max-age=300, stale-while-revalidate=86400';

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

/** Serves the page; `publicUrl` is shown in the tag, else the address that the browser has called. */
export function createPageRoutes(publicUrl: string | null, codes: readonly string[]): Hono {
  const app = new Hono();
  const page = prepare(pageOf(publicUrl, codes), 'text/html; charset=utf-8');
  const headers = pageHeaders({ styles: [STYLE], scripts: [CHOOSER], hasWidget: true });
  app.get('/', (c) => answer(page, c.req.header('if-none-match'), CACHE, headers));
  return app;
}

function pageOf(publicUrl: string | null, codes: readonly string[]): string {
  const boxes = codes.map(
    (code) => `<label><input type="checkbox" name="codes" value="${code}" checked>${code}</label>`,
  );
  const selects = CHOICES.map(([name, label, options]) => {
    const items = options.map(([value, text]) => `<option value="${value}">${text}</option>`);
    return `<label>${label}<select name="${name}">${items.join('')}</select></label>`;
  });
  // Sites that know oEmbed look for it here; it wants a whole address.
  const discovery =
    publicUrl === null
      ? ''
      : `\n<link rel="alternate" type="application/json+oembed" href="${publicUrl}/oembed?url=${encodeURIComponent(`${publicUrl}/`)}">`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Silk Ticker</title>
<link rel="icon" href="data:,">${discovery}
<style>${STYLE}</style>
</head>
<body>
<div class="strip"><script async src="widget.js"></script></div>
<main>
<h1>The dollar in Bishkek, Almaty, Dushanbe, Tashkent and Ashgabat</h1>
<p>Official fixings of five central banks, as one unit of each currency in US dollars, exact to the digit that was
printed. The ticker above is live. Choose how it looks; one line puts it on any page.</p>
<form>
<fieldset><legend>Currencies</legend>${boxes.join('')}</fieldset>
${selects.join('\n')}
<label>Speed<input type="range" name="speed" min="20" max="200" step="10" value="60"></label>
<fieldset><label><input type="checkbox" name="invert">The dollar in local units instead</label></fieldset>
</form>
<pre tabindex="0" data-base="${publicUrl ?? ''}">&lt;script async src="${publicUrl ?? ''}/widget.js"&gt;&lt;/script&gt;</pre>
<button type="button">Copy</button>
<ul>
<li><a href="rates">/rates</a> all rates with their change, as JSON</li>
<li><a href="rates.txt?decimals=5">/rates.txt</a> the classic strip as text</li>
<li><a href="sources">/sources</a> who printed them, when, and under which terms</li>
<li><a href="docs">/docs</a> the whole API, history, conversion and stream</li>
</ul>
</main>
<script>${CHOOSER}</script>
</body>
</html>
`;
}
