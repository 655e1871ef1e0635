// test: rates in every status for pictures, and the boxes of the marks of a picture.
import { rateOf } from '../../src/rates/rate.ts';
import type { Rate, Status } from '../../src/rates/wire.ts';
import type { Choice } from '../../src/serve/pictures/choice.ts';
import type { Mark } from '../../src/serve/pictures/marks.ts';
import { FIVE, fixingOf } from './figures.ts';

const BANKS: Record<string, [id: string, name: string]> = {
  KGS: ['nbkr', 'National Bank of the Kyrgyz Republic'],
  KZT: ['nbk', 'National Bank of Kazakhstan'],
  TJS: ['nbt', 'National Bank of Tajikistan'],
  UZS: ['cbu', 'Central Bank of Uzbekistan'],
  TMT: ['cbt', 'Central Bank of Turkmenistan'],
};
const FIGURES: Record<string, [now: string, before: string | null, date: string]> = {
  KGS: ['87.4500', '87.4500', '2026-04-02'],
  KZT: ['475.09', '478.77', '2026-04-02'],
  TJS: ['9.3371', '9.3447', '2026-04-03'],
  UZS: ['12150.45', '12143.01', '2026-04-02'],
  TMT: ['3.5', null, '2026-04-02'],
};

/** Five rates: rising, falling, unchanged and without a previous fixing. The statuses repeat in turn. */
export function ratesIn(statuses: readonly Status[]): Rate[] {
  return FIVE.map((code, at) => {
    const [id = '', name = ''] = BANKS[code] ?? [];
    const [now = '', before = null, date] = FIGURES[code] ?? [];
    const previous = before === null ? null : fixingOf(code, before, '2026-04-01');
    const source = { id, name, kind: 'official' as const, url: 'https://bank.example' };
    return rateOf(fixingOf(code, now, date), previous, source, statuses[at % statuses.length] ?? 'live');
  });
}

export const AS_OF = '2026-04-02T10:05:09.120Z';

export const choiceWith = (more: Partial<Choice> = {}): Choice => ({
  look: 'strip',
  lang: 'en',
  width: 600,
  height: 0,
  codes: FIVE,
  digits: 5,
  decimals: undefined,
  tens: 0,
  invert: false,
  ...more,
});

export interface Box {
  what: string;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The height of capitals and the depth of descenders, in ems of Noto Sans. */
const [ASCENT, DESCENT] = [0.74, 0.24];

/** The box of a text or a shape. */
export function boxOf(mark: Mark): Box {
  if (mark.kind === 'shape') return { what: mark.paint, ...boundsOf(mark.path) };
  const { text, x, y, size, width } = mark;
  return { what: text, left: x, top: y - ASCENT * size, right: x + width, bottom: y + DESCENT * size };
}

/** The box of a path of `M`, `L`, `h`, `v` and `a`. Pictures have no other commands. */
function boundsOf(path: string): Omit<Box, 'what'> {
  let [x, y] = [0, 0];
  const points: [number, number][] = [];
  for (const [, step = '', given = ''] of path.matchAll(/([MLhva])([^MLhvaz]*)/g)) {
    const figures = given.trim().split(/[ ,]+/).map(Number);
    const [dx = 0, dy = 0] = figures.slice(-2);
    if (step === 'M' || step === 'L') [x, y] = [dx, dy];
    else if (step === 'h') x += dx;
    else if (step === 'v') y += dx;
    else [x, y] = [x + dx, y + dy];
    points.push([x, y]);
  }
  const [xs, ys] = [points.map(([it]) => it), points.map(([, it]) => it)];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

/** Each pair of boxes that overlap by more than `slackPx`, as text. */
export function overlapsOf(boxes: readonly Box[], slackPx = 0.5): string[] {
  return boxes.flatMap((a, at) =>
    boxes
      .slice(at + 1)
      .filter(
        (b) =>
          Math.min(a.right, b.right) - Math.max(a.left, b.left) > slackPx &&
          Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slackPx,
      )
      .map((b) => `${a.what} × ${b.what}`),
  );
}
