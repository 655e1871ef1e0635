// serve: the headers of the pages for people: a policy that admits their own parts and nothing else.
import { createHash } from 'node:crypto';

/** What a page holds: inline parts, admitted by their hash, and whether the widget runs on it. */
export interface PageParts {
  styles: readonly string[];
  scripts?: readonly string[];
  hasWidget?: boolean;
}

/** The headers of a page. Any site may frame it: there is nothing on it to click into doing. */
export function pageHeaders({ styles, scripts = [], hasWidget = false }: PageParts): Record<string, string> {
  const own = [...(hasWidget ? ["'self'"] : []), ...scripts.map(hashOf)];
  const policy = [
    "default-src 'none'",
    `style-src ${styles.map(hashOf).join(' ')}`,
    ...(own.length > 0 ? [`script-src ${own.join(' ')}`] : []),
    ...(hasWidget ? ["connect-src 'self' ws: wss:"] : []),
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return { 'content-security-policy': policy.join('; '), 'referrer-policy': 'no-referrer' };
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
