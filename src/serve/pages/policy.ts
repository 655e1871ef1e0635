// serve: the security headers of the pages: a policy that allows only their own parts.
import { createHash } from 'node:crypto';

/** The parts of a page: inline styles and scripts, allowed by their hash, and whether the widget runs on it. */
export interface PageParts {
  styles: readonly string[];
  scripts?: readonly string[];
  hasWidget?: boolean;
}

/** The headers of a page. Any site may frame it: it has no action that clickjacking could trigger. */
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
