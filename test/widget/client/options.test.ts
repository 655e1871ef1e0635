import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** The part of a text between two marks. */
const between = (text: string, from: string, to: string) => text.split(from)[1]?.split(to)[0] ?? '';

const named = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name).sort();

it('documents every option of the client, and no other', () => {
  const options = between(read('widget/client/options.ts'), 'export interface ConnectOptions {', '\n}');
  const rows = between(read('docs/PACKAGE.md'), '## The client', '\n## ');
  const inCode = named(options, /^ {2}(\w+)\??:/gm);
  expect(inCode).toContain('src');
  expect(named(rows, /^\| `(\w+)` \|/gm)).toEqual(inCode);
});
