import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

const root = new URL('../..', import.meta.url).pathname;
const tsc = join(root, 'node_modules/typescript/bin/tsc');
let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A project with this package. Returns the output of its compiler. */
function compile(source: string, settings: object): string {
  folder = mkdtempSync(join(tmpdir(), 'silk-ticker-consumer-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/silk-ticker'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'index.ts'), source);
  const compilerOptions = {
    strict: true,
    noEmit: true,
    types: [],
    target: 'es2022',
    lib: ['es2023', 'dom', 'dom.iterable'],
    ...settings,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['index.ts'] }));
  try {
    return execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

const RIGHT = `
import { connect, type Rate } from 'silk-ticker/client';
import { define } from 'silk-ticker/widget';

define('https://rates.example');
const ticker = document.createElement('currency-ticker');
ticker.addEventListener('ticker:update', ({ detail }) => console.log(detail.rates[0]?.inverse));
const first: Rate | undefined = ticker.rates[0];
const connection = connect({ src: 'https://rates.example', codes: ['KGS'], onState: (state) => state === 'live' });
for await (const message of connection) {
  const text: string = message.type === 'update' ? message.rates[0]?.rate ?? '' : message.asOf;
  console.log(text, first?.change?.percent);
}
`;
const WRONG = `
import { connect } from 'silk-ticker/client';
connect({ src: 'https://rates.example', onUpdate: ({ rates }) => { const price: number = rates[0]!.rate; } });
`;

describe.each([
  ['a bundler', { module: 'esnext', moduleResolution: 'bundler' }],
  ['Node', { module: 'nodenext', moduleResolution: 'nodenext' }],
])('the types of both modules, read by %s', (_who, settings) => {
  it('accept a correct program', () => {
    expect(compile(RIGHT, settings)).toBe('');
  });

  it('reject a program that uses a rate as a number', () => {
    expect(compile(WRONG, settings)).toContain("Type 'string' is not assignable to type 'number'");
  });
});
