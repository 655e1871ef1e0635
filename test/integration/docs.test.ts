import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServiceChild, startChild } from '../support/service/child.ts';
import { until } from '../support/until.ts';

const run = promisify(execFile);
/** The program that runs the copied text of each language. */
const PROGRAMS: Record<string, (code: string) => [string, string[]]> = {
  curl: (code) => ['sh', ['-c', `${code} --fail-with-body`]],
  JavaScript: (code) => [process.execPath, ['--input-type=module', '-e', code]],
  Python: (code) => ['python3', ['-c', code]],
};
const ENTITIES: Record<string, string> = {
  '&quot;': '"',
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};

/** Some examples write a file. */
const folder = mkdtempSync(join(tmpdir(), 'silk-ticker-docs-'));
let service: ServiceChild;
let examples: { of: string; language: string; code: string }[];

/** The text of the page as a reader copies it. */
beforeAll(async () => {
  service = await startChild({ SOURCES: 'seed', RATE_LIMIT: '0' });
  const html = await (await fetch(`${service.origin}/docs`)).text();
  examples = html.split('<article id="').flatMap((article) => {
    const of = article.slice(0, article.indexOf('"'));
    const found = article.matchAll(/<pre [^>]*data-language="(\w+)">([^<]*)<\/pre>/g);
    return [...found].map(([, language = '', text = '']) => ({
      of,
      language,
      code: text.replace(/&(?:quot|#39|lt|gt|amp);/g, (it) => ENTITIES[it] ?? it),
    }));
  });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await service.end();
});

describe('the copied text of /docs', () => {
  it.each(Object.keys(PROGRAMS))(
    'in %s runs unchanged and prints an answer, for each path',
    async (language) => {
      const all = examples.filter((it) => it.language === language && it.of !== 'stream-listen');
      expect(all.length).toBeGreaterThan(20);
      for (const { of, code } of all) {
        const [program, args] = PROGRAMS[language]?.(code) ?? ['', []];
        const { stdout } = await run(program, args, { maxBuffer: 10_000_000, cwd: folder });
        expect(stdout.length, of).toBeGreaterThan(1);
      }
    },
  );

  it.each(Object.keys(PROGRAMS))('in %s reads the stream', async (language) => {
    const { code = '' } = examples.find((it) => it.language === language && it.of === 'stream-listen') ?? {};
    const [program, args] = PROGRAMS[language]?.(code) ?? ['', []];
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.on('data', (text) => {
      printed += String(text);
    });
    try {
      await until(`a snapshot in ${printed}`, () => /snapshot.*KGS\/USD/s.test(printed), 10_000);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
