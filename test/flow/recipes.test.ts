import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Rate } from '../../src/rates/wire.ts';
import { rateFor } from '../support/figures.ts';
import { type ServingParts, startParts } from '../support/service/serving-parts.ts';

const RECIPES = readFileSync(new URL('../../docs/recipes.md', import.meta.url), 'utf8');
const HOST = 'https://rates.example';
const run = promisify(execFile);

/** The code blocks of a language under a heading. */
function blocks(heading: string, language = ''): string[] {
  const section = RECIPES.split(/^## /m).find((text) => text.startsWith(heading)) ?? '';
  return [...section.matchAll(/^```(\w*)\n(.*?)^```/gms)]
    .filter(([, of]) => of === language)
    .map(([, , text = '']) => text);
}

let parts: ServingParts;
beforeAll(async () => {
  parts = await startParts();
  await parts.commit(rateFor('KGS', '87.4500'), rateFor('KZT', '475.09'));
});
afterAll(() => parts.stop());

/** A recipe's address at the running service. */
const ask = (url: string) => fetch(url.replace(HOST, parts.origin));
const addressesIn = (text: string) => text.match(/https:\/\/rates\.example[^\s"')]*/g) ?? [];

describe('the recipes', () => {
  it('request only existing addresses', async () => {
    const addresses = [...new Set(addressesIn(RECIPES.replaceAll('`', ' ')))].filter((it) => it !== HOST);
    expect(addresses.length).toBeGreaterThanOrEqual(5);
    for (const address of addresses.filter((it) => !it.endsWith('.atom')))
      expect((await ask(address)).status, address).toBe(200);
  });

  it('list existing paths', async () => {
    const paths = [...RECIPES.matchAll(/^\| (`\/.*?) \|/gm)].flatMap(
      ([, cell = '']) => cell.match(/\/[^`]+/g) ?? [],
    );
    expect(paths.length).toBeGreaterThanOrEqual(6);
    for (const path of paths.filter((it) => !it.endsWith('.atom')))
      expect((await ask(HOST + path)).status).toBe(200);
  });

  it('return one cell that a sheet reads as a number in the named locale', async () => {
    const formulas = blocks('Google Sheets');
    for (const formula of formulas) expect(formula).toMatch(/^=IMPORTDATA\("[^"]+"([;,]) ","\1 "en_US"\)\n$/);
    const text = await (await ask(addressesIn(formulas[0] ?? '')[0] ?? '')).text();
    // Sheets splits at commas and line ends: one cell has neither.
    expect(text).toMatch(/^\d+\.\d+$/);
    expect(Number(text).toPrecision(12)).toBe('0.0114351057747');
  });

  it('name both separators of a figure for Excel, in locales with a decimal comma and a decimal point', async () => {
    const formulas = blocks('Excel').filter((text) => text.includes('NUMBERVALUE'));
    const separators = formulas.map(
      (text) => /^=NUMBERVALUE\(WEBSERVICE\("[^"]+"\)([;,]) "\."\1 ","\)\n$/.exec(text)?.[1],
    );
    expect(separators).toEqual([';', ',']);
  });

  it('have the columns that the query for Excel names', async () => {
    const [, , query = ''] = blocks('Excel');
    const typed = [...query.matchAll(/\{"(\w+)", type/g)].map(([, name]) => name);
    expect(typed).toEqual(['rate', 'date']);
    const [head = '', row = ''] = (await (await ask(addressesIn(query)[0] ?? '')).text()).split('\r\n');
    const cells = Object.fromEntries(head.split(',').map((name, index) => [name, row.split(',')[index]]));
    expect(cells).toMatchObject({ rate: '0.0114351057747', date: '2026-04-02' });
  });

  it('name fields of a rate for Home Assistant', async () => {
    const [yaml = ''] = blocks('Home Assistant', 'yaml');
    const rate = (await (await ask(addressesIn(yaml)[0] ?? '')).json()) as Rate & Record<string, unknown>;
    const named = [
      ...[...yaml.matchAll(/value_json\.(\w+)/g)].map(([, name = '']) => name),
      ...(yaml.split('json_attributes:')[1]?.match(/\w+/g) ?? []),
    ];
    expect(named).toEqual(['inverse', 'status', 'date', 'status', 'fetchedAt']);
    for (const name of named) expect(rate[name], name).toBeTypeOf('string');
  });

  it('work in a shell, where curl ends with an error without a figure', async () => {
    const [line = ''] = blocks('A shell', 'sh');
    const shell = (of: string) => run('sh', ['-c', of.replace(HOST, parts.origin)]);
    expect((await shell(line)).stdout).toBe('87.4500');
    await expect(shell(line.replace('KGS', 'XXX'))).rejects.toMatchObject({ code: 22, stdout: '' });
  });
});
