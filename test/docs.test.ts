import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { USAGE } from '../src/command/usage.ts';
import { readConfig, SETTINGS } from '../src/config.ts';
import { DEFAULT_SOURCE_IDS } from '../src/sources/registry.ts';

const root = new URL('..', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const scripts = JSON.parse(read('package.json')).scripts as Record<string, string>;

/** The anchors of the headings, as GitHub makes them. */
const anchorsOf = (markdown: string) =>
  [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('the documents', () => {
  it('name existing files in the four changes', () => {
    const files = [...read('docs/CONTRIBUTING.md').matchAll(/`((?:src|test|widget)\/[\w/.-]+\.\w+)`/g)];
    expect(files.length).toBeGreaterThan(10);
    for (const [, file = ''] of files) expect(existsSync(new URL(file, root)), file).toBe(true);
  });

  it.each([
    'README.md',
    'docs/examples/README.md',
    ...readdirSync(new URL('docs/', root))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  ])('%s names existing commands and has valid links', (file) => {
    const text = read(file);
    for (const [, name = ''] of text.matchAll(/npm run ([\w:]+)/g))
      expect(scripts, name).toHaveProperty(name);
    for (const [, link = ''] of text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g))
      expect(existsSync(new URL(link, new URL(file, root))), link).toBe(true);
    for (const [, link = '', anchor] of text.matchAll(/\]\((?!https?:)([^)#\s]*)#([\w-]+)\)/g)) {
      const target = link === '' ? text : readFileSync(new URL(link, new URL(file, root)), 'utf8');
      expect(anchorsOf(target), link).toContain(anchor);
    }
  });

  it('list every setting in the README, in the same order', () => {
    const [, table = ''] = /\n## Configuration\n(.*?)\n## /s.exec(read('README.md')) ?? [];
    const names = [...table.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name),
    );
    expect(names.filter((name) => name !== 'OXR_APP_ID')).toEqual([...SETTINGS]);
  });

  it('give the defaults of all settings in the README', () => {
    const none = () => null;
    const checks = { isCron: () => true, redisProblemOf: none, seedProblemOf: none, folderProblemOf: none };
    const ids = { sources: DEFAULT_SOURCE_IDS, defaultSources: DEFAULT_SOURCE_IDS, keys: {} };
    const config: object = readConfig({}, { ...ids, ...checks });
    const [, table = ''] = /\n## Configuration\n(.*?)\n## /s.exec(read('README.md')) ?? [];
    const defaults = [...table.matchAll(/^\| (`[A-Z].*?) \| (.*?) \|/gm)].flatMap(
      ([, names = '', cell = '']) =>
        names.split(', ').map((name, at) => [name.replaceAll('`', ''), cell.split(', ')[at] ?? ''] as const),
    );
    expect(defaults.length).toBe(SETTINGS.length + 1);
    for (const [name, shown] of defaults) {
      const key = name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
      // The other defaults are words: none, the shipped one.
      if (/^`[^*]+`$/.test(shown)) expect(`\`${Reflect.get(config, key)}\``, name).toBe(shown);
      else
        expect(Reflect.get(config, key) ?? null, name).toSatisfy(
          (it) => it === null || name === 'TRUSTED_PROXIES',
        );
    }
  });

  it('name the default sources in the README and in --help', () => {
    const sources = DEFAULT_SOURCE_IDS.join(',');
    expect(read('README.md')).toContain(`\`${sources}\``);
    expect(USAGE.serve).toContain(sources);
  });

  it('describe every metric in OPERATIONS, and no other', () => {
    // Not after a hyphen: compose names its network silk-ticker_ticker.
    const namesIn = (text: string) => new Set(text.match(/(?<![\w-])ticker_[a-z]+(?:_[a-z]+)*/g));
    const described = namesIn(read('docs/OPERATIONS.md').replaceAll(/`\w+:ticker_\w+:\w+`/g, ''));
    expect([...described].sort()).toEqual([...namesIn(read('src/metrics.ts'))].sort());
  });

  it('list every room and its folders in ARCHITECTURE', () => {
    const text = read('docs/ARCHITECTURE.md');
    const foldersOf = (path: string) =>
      readdirSync(new URL(path, root), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name);
    for (const room of [...foldersOf('src').map((name) => `src/${name}`), 'widget']) {
      const row = text.split('\n').find((line) => line.startsWith(`| \`${room}\` |`));
      for (const folder of foldersOf(room)) expect(row, room).toContain(`\`${folder}/\``);
    }
  });

  it('keep the README short', () => {
    expect(read('README.md').split('\n').length).toBeLessThanOrEqual(200);
  });
});

describe('the scripts', () => {
  it('run in the full test everything that the short check runs', () => {
    const parts = (name: string) => scripts[name]?.split(' && ') ?? [];
    const [first = '', short = ''] = parts('check');
    expect(first).toBe('npm run check:static');
    expect(parts('test')).toContain(first);
    // Without --project vitest runs all rings.
    expect(parts('test')).toContain(short.replace(/ --project \w+/g, ''));
  });
});
