import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPart } from '../../../src/serve/pages/parts.ts';

const pages = new URL('../../../src/serve/pages/', import.meta.url);

describe('the parts of a page', () => {
  it('are built from each entry file beside a page', () => {
    const sheets = readdirSync(pages, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.entry\.(?:css|ts)$/.test(name),
    );
    expect(sheets.length).toBeGreaterThan(2);
    for (const sheet of sheets)
      expect(readPart(sheet.replace(/^.*\//, '').replace('.entry', '').replace(/ts$/, 'js'))).toMatch(/\S/);
  });

  it('do not close their element, and contain no address of a third party', () => {
    for (const name of ['configurator.css', 'configurator.js', 'docs.css', 'embed.css', 'embed.js']) {
      expect(readPart(name)).not.toMatch(/<\/(?:style|script)/i);
      expect(readPart(name)).not.toMatch(/(?:url\(|@import|fetch\(|import\()\s*["'`]?(?:https?:)?\/\//);
    }
  });

  it('are named in the error when they were not built', () => {
    expect(() => readPart('none.css')).toThrow(/none\.css/);
  });
});
