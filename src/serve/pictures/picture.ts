// serve: a picture of the rates, laid out as in the widget, with a description for screen readers. Pure.
import {
  commonBadge,
  numberFormatOf,
  type PriceFormat,
  type RateView,
  viewOf,
  type Words,
  wordsFor,
} from '#picture';
import type { Look } from '../../attributes.ts';
import type { Rate, Snapshot } from '../../rates/wire.ts';
import { belt } from './belt.ts';
import type { Block } from './blocks.ts';
import { cards, type Histories } from './cards.ts';
import type { Choice } from './choice.ts';
import type { Measure } from './font.ts';
import { captionOf, footer } from './footer.ts';
import { list } from './list.ts';
import { box, type Mark } from './marks.ts';

export interface Picture {
  /** Pixels. */
  width: number;
  height: number;
  lang: string;
  /** Title and description are for screen readers. */
  title: string;
  description: string;
  marks: Mark[];
}

/** Font sizes in pixels, as in the widget. `footer` is the smallest size that is easy to read. */
const SIZE = { strip: 15, compact: 13, cards: 15, list: 15, footer: 12 } as const;
/** Gaps between items in ems, as in the widget. */
const GAP = { strip: 2.5, compact: 1.8 } as const;
const MARGIN = 16;

/** Draws the picture of a choice. `histories` is for cards, and empty for other looks. */
export function pictureOf(
  { rates, asOf }: Pick<Snapshot, 'rates' | 'asOf'>,
  choice: Choice,
  measure: Measure,
  histories: Histories,
): Picture {
  const { lang, width, codes, digits, decimals = '', tens, invert } = choice;
  const words = wordsFor(lang);
  const format = { numberFormat: numberFormatOf(digits, decimals), tens, invert };
  const shown = codes.map((code) => rates.find(({ base }) => base === code));
  const there = shown.filter((rate) => rate !== undefined);
  const views = codes.map((code, at) => viewFor(code, shown[at], format, words));
  const common = commonBadge(new Map(views.map((view, at) => [codes[at] ?? '', view])));
  const caption = captionOf(there, asOf, lang, words);
  const inner = width - 2 * MARGIN;
  const drawn = common === '' ? views : views.map((view) => ({ ...view, badge: '' }));
  const main = mainBlock(measure, drawn, { choice, histories, width: inner });
  const foot = footer(measure, { caption, badge: common }, SIZE.footer, inner);
  const { marks, height } = assemble(main, foot, choice);
  return {
    width,
    height,
    lang,
    title: words.wordFor('rates'),
    description: [...views.map(sentence), caption].join('. '),
    marks,
  };
}

/** A code without a rate has a dash in place of the figure. */
function viewFor(code: string, rate: Rate | undefined, format: PriceFormat, words: Words): RateView {
  if (rate !== undefined) return viewOf(rate, format, words);
  const [base, quote] = format.invert ? ['USD', code] : [code, 'USD'];
  return {
    name: words.wordFor(code),
    base,
    quote: `/${quote}`,
    price: '—',
    percent: '',
    direction: 'none',
    badge: '',
  };
}

const sentence = ({ base, quote, price, percent, badge }: RateView) =>
  [`${base}${quote} ${price}`, percent, badge].filter((part) => part !== '').join(', ');

function mainBlock(
  measure: Measure,
  views: readonly RateView[],
  { choice, histories, width }: { choice: Choice; histories: Histories; width: number },
): Block {
  const { look, codes } = choice;
  const size = SIZE[look];
  const blocks: Record<Look, () => Block> = {
    strip: () => belt(measure, views, { size, gap: GAP.strip * size }, width),
    compact: () => belt(measure, views, { size, gap: GAP.compact * size }, width),
    cards: () => cards(measure, { views, codes, histories }, size, width),
    list: () => list(measure, views, size, width),
  };
  return blocks[look]();
}

/** The rates with the footer below them, in the middle of the requested height. */
function assemble(main: Block, foot: Block, { look, width, height: asked }: Choice) {
  const isBelt = look === 'strip' || look === 'compact';
  // A strip already has space around its items.
  const [top, between] = isBelt ? [0, 0] : [MARGIN, look === 'cards' ? 12 : 8];
  const natural = top + main.height + between + foot.height + 12;
  const height = Math.max(Math.ceil(natural), asked);
  const offset = (height - natural) / 2;
  const marks: Mark[] = [
    { kind: 'shape', path: box(0, 0, width, height), paint: 'ground' },
    ...(isBelt ? [0, height - 1] : []).map(
      (y): Mark => ({ kind: 'shape', path: box(0, y, width, 1), paint: 'rule' }),
    ),
    ...main.draw(MARGIN, offset + top),
    ...foot.draw(MARGIN, offset + top + main.height + between),
  ];
  return { marks, height };
}
