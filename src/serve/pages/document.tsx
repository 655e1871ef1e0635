// serve: the HTML skeleton of every page.
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';

export interface DocumentParts {
  lang: string;
  title: string;
  /** Inline and allowed by its hash, so the text must not be changed after the build. */
  style: string;
  /** Further elements of the head: links and descriptions. */
  head?: Child;
  body: Child;
}

/** The text of a whole page. */
export function documentText({ lang, title, style, head, body }: DocumentParts): string {
  const page = (
    <html lang={lang}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        {head}
        <style>{raw(style)}</style>
      </head>
      <body>{body}</body>
    </html>
  );
  return `<!doctype html>\n${page}\n`;
}
