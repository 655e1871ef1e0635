import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ATTRIBUTES, type Attribute, NAMES } from '../src/attributes.ts';
import { readOptions } from '../widget/options.ts';

const HOME = 'https://rates.example/';

beforeAll(() => {
  // An address is resolved against that of the page.
  vi.stubGlobal('location', new URL('https://page.example/'));
  return () => vi.unstubAllGlobals();
});

/** An element with these attributes, outside of any page. */
function elementWith(attributes: Record<string, string>): Element {
  const element: Pick<Element, 'getAttribute' | 'hasAttribute' | 'closest'> = {
    getAttribute: (name: string) => attributes[name] ?? null,
    hasAttribute: (name: string) => name in attributes,
    closest: () => ('lang' in attributes ? (element as Element) : null),
  };
  return element as Element;
}

/** The options that the element reads from its attributes, as text that can be compared. */
function optionsOf(attributes: Record<string, string> = {}): string {
  const { numberFormat, ...rest } = readOptions(elementWith(attributes), HOME);
  return JSON.stringify({ ...rest, sample: numberFormat.format(0.123456789012345) });
}

const optionsWith = ({ name }: Attribute, value: string | number) => optionsOf({ [name]: String(value) });
const ofKind = (...kinds: Attribute['kind'][]) => ATTRIBUTES.filter(({ kind }) => kinds.includes(kind));

describe('the list of attributes', () => {
  it('contains exactly the observed attributes of the element', () => {
    expect(ATTRIBUTES.map(({ name }) => name).sort()).toEqual(NAMES.split(' ').sort());
  });

  it.each(ATTRIBUTES.filter(({ initial }) => initial !== undefined))('has the default of $name', (it) =>
    expect(optionsWith(it, it.initial ?? '')).toBe(optionsOf()),
  );

  it.each(ofKind('word'))('has every word of $name, each with another effect', (it) => {
    const known = new Set((it.words ?? []).map((word) => optionsWith(it, word)));
    expect(known.size).toBe(it.words?.length);
    if (it.name !== 'lang') expect(optionsWith(it, 'nonsense')).toBe(optionsOf());
  });

  it.each(ofKind('number'))('has the range of $name', (it) => {
    const { least = 0, most = 0 } = it;
    expect(optionsWith(it, most)).not.toBe(optionsWith(it, most - 1));
    expect(optionsWith(it, most + 1)).toBe(optionsWith(it, most));
    expect(optionsWith(it, least)).not.toBe(optionsWith(it, least + 1));
    expect(optionsWith(it, -1)).toBe(optionsOf());
  });

  it.each(ofKind('power', 'switch', 'codes', 'address'))('describes $name as the element reads it', (it) => {
    const samples = { power: '100', switch: '', codes: 'KGS', address: 'https://other.example' };
    expect(optionsWith(it, samples[it.kind as keyof typeof samples])).not.toBe(optionsOf());
  });

  it('has every power of ten of per, and no further one', () => {
    const per = ATTRIBUTES.find(({ name }) => name === 'per') as Attribute;
    const tensOf = (value: string) => readOptions(elementWith({ per: value }), HOME).tens;
    expect(per.words?.map(tensOf)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    for (const wrong of ['10000000', '5', '010', '']) expect(tensOf(wrong), wrong).toBe(0);
  });

  it.each([
    ['', true],
    ['1', true],
    ['true', true],
    ['invert', true],
    ['0', false],
    ['false', false],
    ['FALSE', false],
  ])('has a switch that %j turns %s', (value, isOn) =>
    expect(readOptions(elementWith({ invert: value }), HOME).invert).toBe(isOn),
  );

  it('reads codes as every other reader does', () => {
    const codesOf = (codes: string) => readOptions(elementWith({ codes }), HOME).codes;
    for (const text of ['kgs,UZS', 'KGS UZS', ' kgs,, uzs,KGS'])
      expect(codesOf(text)).toEqual(['KGS', 'UZS']);
    expect(codesOf('KGSUZS')).toEqual(['KGSUZS']);
    expect(codesOf(' ,')).toBeUndefined();
  });

  it('equals the table of README word for word', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const rows = ATTRIBUTES.map(
      ({ name, initial, without, meaning }) =>
        `| \`${name}\` | ${initial === undefined ? without : `\`${initial}\``} | ${meaning} |\n`,
    );
    expect(readme).toContain(`| attribute | default | meaning |\n|---|---|---|\n${rows.join('')}\n`);
  });
});
