// serve: the page at /, the widget at work and the tag that put it there.
import { createHash } from 'node:crypto';

const STYLE = `
:root { color-scheme: light dark; --ink: #16202a; --soft: #566270; --line: #dfe4ea; --ground: #fff; --inset: #f5f7f9 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9eef3; --soft: #9aa7b4; --line: #2b3540; --ground: #10161c; --inset: #182029 }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink); font: 17px/1.6 system-ui, sans-serif }
.strip { border-bottom: 1px solid var(--line) }
main { max-width: 42rem; margin: 0 auto; padding: clamp(2rem, 8vw, 5rem) 1.25rem }
h1 { font-size: clamp(1.7rem, 6vw, 2.4rem); line-height: 1.15; letter-spacing: -.02em; margin: 0 0 1rem }
p { color: var(--soft); margin: 0 0 1.5rem; text-wrap: pretty }
pre { margin: 0 0 .75rem; padding: 1rem 1.1rem; background: var(--inset); border: 1px solid var(--line);
  border-radius: 8px; white-space: pre-wrap; overflow-wrap: anywhere; font: 15px/1.5 ui-monospace, monospace }
button { font: inherit; font-size: .9rem; padding: .35rem .9rem; border: 1px solid var(--line); border-radius: 6px;
  background: none; color: inherit; cursor: pointer }
button:focus-visible, a:focus-visible { outline: 2px solid; outline-offset: 2px }
ul { list-style: none; margin: 2.5rem 0 0; padding: 1.25rem 0 0; border-top: 1px solid var(--line) }
li { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .25rem 0; color: var(--soft) }
a { color: var(--ink); font: 15px/1.7 ui-monospace, monospace; min-width: 9rem }
`;

// Without PUBLIC_URL only the browser knows by which name the service was called.
const SCRIPT = `
const tag = document.querySelector('pre');
tag.textContent = tag.textContent.replace('src="/', 'src="' + location.origin + '/');
document.querySelector('button').addEventListener('click', async (event) => {
  const button = event.currentTarget;
  try { await navigator.clipboard.writeText(tag.textContent); button.textContent = 'Copied' }
  catch { getSelection().selectAllChildren(tag); button.textContent = 'Selected: copy it now' }
});
`;

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The page and its headers; `publicUrl` is shown in the tag, else the address that the browser has called. */
export function createPage(publicUrl: string | null): { html: string; headers: Record<string, string> } {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Silk Ticker</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<div class="strip"><script async src="widget.js"></script></div>
<main>
<h1>The dollar in Bishkek, Almaty, Dushanbe, Tashkent and Ashgabat</h1>
<p>Official fixings of five central banks, as one unit of each currency in US dollars, exact to the digit that was
printed. The strip above is live. One line puts it on any page:</p>
<pre tabindex="0">&lt;script async src="${publicUrl ?? ''}/widget.js"&gt;&lt;/script&gt;</pre>
<button type="button">Copy</button>
<ul>
<li><a href="rates">/rates</a> all rates with their change, as JSON</li>
<li><a href="rates.txt?decimals=5">/rates.txt</a> the classic strip as text</li>
<li><a href="sources">/sources</a> who printed them, when, and under which terms</li>
</ul>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${hashOf(SCRIPT)}`,
    `style-src ${hashOf(STYLE)}`,
    "connect-src 'self' ws: wss:",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return {
    html,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'public, max-age=300',
      'content-security-policy': policy.join('; '),
      'referrer-policy': 'no-referrer',
    },
  };
}
