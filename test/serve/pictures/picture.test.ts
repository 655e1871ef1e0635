import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Language, LOOKS, type Look } from '../../../src/attributes.ts';
import type { Rate, Status } from '../../../src/rates/wire.ts';
import type { Choice } from '../../../src/serve/pictures/choice.ts';
import { readMeasure } from '../../../src/serve/pictures/font.ts';
import type { Mark } from '../../../src/serve/pictures/marks.ts';
import { pictureOf } from '../../../src/serve/pictures/picture.ts';
import { svgOf } from '../../../src/serve/pictures/svg.ts';
import { tableOf } from '../../../widget/text/table.ts';
import { AS_OF, boxOf, choiceWith, overlapsOf, ratesIn } from '../../support/drawing.ts';
import { rateFor } from '../../support/figures.ts';

const measure = readMeasure();
const languages = LANGUAGES.split(' ') as Language[];
const looks = LOOKS.split(' ') as Look[];
const ALL: Status[] = ['live', 'stale', 'held', 'pegged', 'demo'];
const HISTORIES = new Map([['KGS', [1, 1.01, 0.99, 1.02]]]);
const draw = (more: Partial<Choice> = {}, rates: Rate[] = ratesIn(ALL)) =>
  pictureOf({ rates, asOf: AS_OF }, choiceWith(more), measure, HISTORIES);
const textsOf = (marks: readonly Mark[]) =>
  marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));
const svg = (more: Partial<Choice> = {}, rates?: Rate[]) => svgOf(draw(more, rates), 'auto', 'browser');

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const isPill = (mark: Mark | undefined) => mark?.kind === 'shape' && mark.paint === 'pill';
/** Texts, arrows and badges. The word of a badge is the next mark, inside it. */
const isSeen = (mark: Mark) => mark.kind === 'text' || ['rise', 'fall', 'soft', 'pill'].includes(mark.paint);

/** Options and statuses that make texts long. */
const HARD: [more: Partial<Choice>, statuses: Status[]][] = [
  [{}, ALL],
  [{ tens: 6, digits: 12 }, ALL],
  [{ tens: 6, decimals: 20, invert: true }, ['stale', 'held']],
  [{ codes: ['KGS'] }, ['held']],
  [{}, ['held']],
];
const CASES = languages.flatMap((lang) =>
  looks.flatMap((look) => [320, 333, 600, 871, 1200].map((width) => [lang, look, width] as const)),
);

describe('a picture', () => {
  it.each(CASES)('in %s as %s, %i wide, has no overlaps and nothing outside', (lang, look, width) => {
    for (const [more, statuses] of HARD) {
      const { marks, height } = draw({ lang, look, width, ...more }, ratesIn(statuses));
      const boxes = marks.filter((it, at) => isSeen(it) && !isPill(marks[at - 1])).map(boxOf);
      expect(overlapsOf(boxes), JSON.stringify([more, statuses])).toEqual([]);
      expect(overlapsOf(marks.filter((it) => it.kind === 'shape' && it.paint === 'card').map(boxOf))).toEqual(
        [],
      );
      for (const { what, left, right, top, bottom } of marks.map(boxOf)) {
        expect(left, what).toBeGreaterThanOrEqual(0);
        expect(top, what).toBeGreaterThanOrEqual(0);
        expect(right, what).toBeLessThanOrEqual(width);
        expect(bottom, what).toBeLessThanOrEqual(height);
      }
    }
  });

  it.each(CASES.filter(([, , width]) => width === 600))(
    'in %s as %s is well-formed and shows every status',
    (lang, look) => {
      const text = svg({ lang, look });
      expect(XMLValidator.validate(text)).toBe(true);
      const words = { ...tableOf('en'), ...tableOf(lang) };
      for (const status of ALL.slice(1)) expect(text).toContain(`>${words[status] ?? status}</text>`);
      expect(text).toContain(`<title>${words.rates}</title>`);
    },
  );

  it('shows a status that all rates share once, before the publishers', () => {
    const texts = textsOf(draw({}, ratesIn(['demo'])).marks);
    expect(texts.filter((it) => it === 'demo')).toHaveLength(1);
    expect(draw({}, ratesIn(['demo'])).description.match(/, demo\./g)).toHaveLength(5);
  });

  it('names the publishers, the days and the time', () => {
    const captionOf = (more: Partial<Choice>) => plain(draw(more).description).split('. ').at(-1);
    expect(captionOf({})).toBe(
      '2026-04-02: KGS National Bank of the Kyrgyz Republic, KZT National Bank of Kazakhstan, UZS Central Bank of ' +
        'Uzbekistan, TMT Central Bank of Turkmenistan · 2026-04-03: TJS National Bank of Tajikistan · ' +
        'as of 2026-04-02 10:05 UTC',
    );
    const lines = textsOf(draw({}).marks).slice(-3);
    expect(plain(lines.join(' '))).toBe(captionOf({}));
    // No line break is between a code and its bank.
    for (const line of lines.slice(0, -1)) expect(line).not.toMatch(/[A-Z]{3}$|:$/);
    expect(captionOf({ lang: 'ru', codes: ['KZT'] })).toBe(
      '02.04.2026: Национальный Банк Казахстана · на 02.04.2026 10:05 UTC',
    );
  });

  it('names no publisher for shipped figures', () => {
    const source = { id: 'seed', name: 'Seed', kind: 'seed' as const, url: '' };
    const shipped = ratesIn(['seed']).map((rate) => ({ ...rate, source }));
    expect(plain(draw({}, shipped).description)).toContain(
      ', archived. 2026-04-02: KGS, KZT, UZS, TMT · 2026-04-03: TJS · as of',
    );
    expect(plain(draw({ codes: ['KGS'] }, shipped).description)).toContain('. 2026-04-02 · as of');
  });

  it('has the codes in the requested order, and a dash for a code without a rate', () => {
    const texts = textsOf(
      draw({ codes: ['UZS', 'TMT', 'KGS'], look: 'list' }, ratesIn(['live']).slice(0, 4)).marks,
    );
    expect(texts.filter((it) => /^[A-Z]{3}$/.test(it))).toEqual(['UZS', 'TMT', 'KGS']);
    expect(texts.slice(texts.indexOf('TMT'), texts.indexOf('KGS'))).toEqual(['TMT', '/USD', '—', 'Manat']);
  });

  it.each([
    [{ digits: 12 }, '0.0114351057747'],
    [{ decimals: 3, tens: 2 }, '1.144'],
    [{ invert: true }, '87.450'],
    [{ decimals: 0, invert: true, tens: 3 }, '87,450'],
  ])('with %j prints %s for a som', (more, price) => {
    expect(textsOf(draw({ codes: ['KGS'], ...more }).marks)).toContain(price);
  });

  it('rounds once, from the printed figure', () => {
    const rate = rateFor('KGS', '87.4422');
    // The twelfth digit was rounded down to 5. Rounded again from it, half to even, the eleventh digit would be 6.
    expect(rate.rate).toBe('0.0114361258065');
    expect(textsOf(draw({ codes: ['KGS'], digits: 11 }, [rate]).marks)).toContain('0.011436125807');
  });

  it('has the requested height, with the rates in the middle', () => {
    const natural = draw({ look: 'list' });
    const framed = draw({ look: 'list', height: natural.height + 100 });
    expect(framed.height).toBe(natural.height + 100);
    const top = (marks: readonly Mark[]) => marks.find((it) => it.kind === 'text')?.y ?? 0;
    expect(top(framed.marks) - top(natural.marks)).toBeCloseTo(50, 0);
    expect(draw({ look: 'list', height: 100 }).height).toBe(natural.height);
  });

  it('escapes the name of a publisher', () => {
    const [rate] = ratesIn(['live']);
    if (rate === undefined) throw new Error('no rates');
    const name = '</text><script>alert(1)</script>"&\u0000\u202e';
    const text = svg({ codes: ['KGS'] }, [{ ...rate, source: { ...rate.source, id: 'x', name } }]);
    expect(XMLValidator.validate(text)).toBe(true);
    expect(text).not.toContain('<script');
    expect(text).not.toContain('\u0000');
  });
});
