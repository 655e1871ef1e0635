// serve: what the pages for people share: colours for day and night, type, and a policy that admits just their parts.
import { createHash } from 'node:crypto';

/** Colours with at least 4.5:1 against their ground, in both schemes. */
export const SHEET = `
:root { color-scheme: light dark; --ink: #16202a; --soft: #566270; --line: #dfe4ea; --ground: #fff; --inset: #f5f7f9 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9eef3; --soft: #9aa7b4; --line: #2b3540; --ground: #10161c; --inset: #182029 }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink); font: 17px/1.6 system-ui, sans-serif }
main { max-width: 48rem; margin: 0 auto; padding: clamp(2rem, 6vw, 4rem) 1.25rem }
h1 { font-size: clamp(1.7rem, 6vw, 2.4rem); line-height: 1.15; letter-spacing: -.02em; margin: 0 0 1rem;
  text-wrap: balance }
p { color: var(--soft); margin: .25rem 0; text-wrap: pretty }
code, pre { font: 15px/1.6 ui-monospace, monospace }
pre { margin: 1rem 0; padding: 1rem 1.1rem; background: var(--inset); border: 1px solid var(--line);
  border-radius: 8px; overflow-x: auto; font-size: 14px }
a { color: inherit }
:focus-visible { outline: 2px solid; outline-offset: 2px }
`;

/** What a page of ours holds: inline parts, admitted by their hash, and whether the widget runs on it. */
export interface PageParts {
  styles: readonly string[];
  scripts?: readonly string[];
  hasWidget?: boolean;
}

/** The headers of a page. Any site may frame it: there is nothing on it to click into doing. */
export function pageHeaders({ styles, scripts = [], hasWidget = false }: PageParts): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `style-src ${styles.map(hashOf).join(' ')}`,
    ...(hasWidget
      ? [`script-src 'self' ${scripts.map(hashOf).join(' ')}`, "connect-src 'self' ws: wss:"]
      : []),
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return { 'content-security-policy': policy.join('; '), 'referrer-policy': 'no-referrer' };
}

/** Text as it may stand in an element or a quoted attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
