import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('..', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const scripts = JSON.parse(read('package.json')).scripts as Record<string, string>;

describe('the documents', () => {
  it('name files that are there, in the walk through four changes', () => {
    const files = [...read('docs/CONTRIBUTING.md').matchAll(/`((?:src|test|widget)\/[\w/.-]+\.\w+)`/g)];
    expect(files.length).toBeGreaterThan(10);
    for (const [, file = ''] of files) expect(existsSync(new URL(file, root)), file).toBe(true);
  });

  it.each([
    'README.md',
    'docs/COMMAND.md',
    'docs/CONTRIBUTING.md',
    'docs/PACKAGE.md',
    'docs/PERFORMANCE.md',
    'docs/NUMBERS.md',
    'docs/OPERATIONS.md',
    'docs/recipes.md',
  ])('%s names commands that are there, and links that lead somewhere', (file) => {
    const text = read(file);
    for (const [, name = ''] of text.matchAll(/npm run ([\w:]+)/g))
      expect(scripts, name).toHaveProperty(name);
    for (const [, link = ''] of text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g))
      expect(existsSync(new URL(link, new URL(file, root))), link).toBe(true);
  });

  it('keep the README a landing page', () => {
    expect(read('README.md').split('\n').length).toBeLessThanOrEqual(200);
  });
});

describe('the scripts', () => {
  it('test in full all that the short check tests', () => {
    const parts = (name: string) => scripts[name]?.split(' && ') ?? [];
    const [first = '', short = ''] = parts('check');
    expect(first).toBe('npm run check:static');
    expect(parts('test')).toContain(first);
    // Without names of rings, vitest runs them all.
    expect(parts('test')).toContain(short.replace(/ --project \w+/g, ''));
  });
});
