// serve: a picture of the rates: laid out as the widget shows them, said in words for who does not see it. Pure.
import { commonBadge, cutTo, type View, viewOf, type Words, wordsFor } from '#picture';
import type { Look } from '../../attributes.ts';
import { cutRate } from '../../rates/text.ts';
import type { Rate, Snapshot } from '../../rates/wire.ts';
import { belt } from './belt.ts';
import type { Block } from './blocks.ts';
import { cards, type Histories } from './cards.ts';
import type { Choice } from './choice.ts';
import type { Measure } from './font.ts';
import { footer, sayings } from './footer.ts';
import { list } from './list.ts';
import { box, type Mark } from './marks.ts';

export interface Picture {
  /** Pixels. */
  width: number;
  height: number;
  lang: string;
  /** For who does not see it. */
  title: string;
  description: string;
  marks: Mark[];
}

/** Type in pixels, as the widget's; `footer` is the smallest that is read with ease. */
const SIZE = { strip: 15, compact: 13, cards: 15, list: 15, footer: 12 } as const;
/** Between items in ems, as the widget has it. */
const GAP = { strip: 2.5, compact: 1.8 } as const;
const MARGIN = 16;

/** Draws what `choice` names. `histories` are those of cards, and empty for other looks. */
export function pictureOf(
  { rates, asOf }: Pick<Snapshot, 'rates' | 'asOf'>,
  choice: Choice,
  measure: Measure,
  histories: Histories,
): Picture {
  const { lang, width, codes } = choice;
  const words = wordsFor(lang);
  const shown = codes.map((code) => rates.find(({ base }) => base === code));
  const there = shown.filter((rate) => rate !== undefined);
  const views = codes.map((code, at) => viewFor(code, shown[at], choice, words));
  const common = commonBadge(new Map(views.map((view, at) => [codes[at] ?? '', view])));
  const said = sayings(there, asOf, lang, words);
  const inner = width - 2 * MARGIN;
  const drawn = common === '' ? views : views.map((view) => ({ ...view, badge: '' }));
  const main = mainBlock(measure, drawn, { choice, histories, width: inner });
  const foot = footer(measure, { said, badge: common }, SIZE.footer, inner);
  const { marks, height } = assemble(main, foot, choice);
  return {
    width,
    height,
    lang,
    title: words.say('rates'),
    description: [...views.map(sentence), said].join('. '),
    marks,
  };
}

/** A rate that is not there is said to be missing: a dash in the place of its figure. */
function viewFor(code: string, rate: Rate | undefined, choice: Choice, words: Words): View {
  const { digits, decimals, tens, invert } = choice;
  if (rate !== undefined) {
    // Places of a price of many units are behind as many more places of the price of one.
    const cut = decimals === undefined ? { digits } : { decimals: decimals + tens };
    const { format } = cutTo(digits, decimals ?? '');
    return viewOf(cutRate(rate, cut), { format, isDisplay: false, tens, invert }, words);
  }
  const [base, quote] = invert ? ['USD', code] : [code, 'USD'];
  return {
    name: words.say(code),
    base,
    quote: `/${quote}`,
    price: '—',
    percent: '',
    direction: 'none',
    badge: '',
  };
}

const sentence = ({ base, quote, price, percent, badge }: View) =>
  [`${base}${quote} ${price}`, percent, badge].filter((part) => part !== '').join(', ');

function mainBlock(
  measure: Measure,
  views: readonly View[],
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

/** Rates above their footer, in the middle of a height that was asked for. */
function assemble(main: Block, foot: Block, { look, width, height: asked }: Choice) {
  const isBelt = look === 'strip' || look === 'compact';
  // A strip has room of its own around its items.
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
