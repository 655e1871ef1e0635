// serve: the frame that every page for people stands in.
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';

export interface DocumentParts {
  lang: string;
  title: string;
  /** Inline, admitted by its hash: the text must stay as it was built. */
  style: string;
  /** More of the head: links and descriptions. */
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
