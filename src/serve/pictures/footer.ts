// serve: the lines below the rates of a picture: publishers, days, and the time of the newest change. Pure.
import { bankOf, dateText, type Words } from '#picture';
import type { Language } from '../../attributes.ts';
import { isPublished } from '../../rates/source-kind.ts';
import type { Rate, Snapshot } from '../../rates/wire.ts';
import { BASELINE, type Block, LINE } from './blocks.ts';
import type { Measure } from './font.ts';
import { badge, text } from './groups.ts';

/** A no-break space, between a code and its bank and inside a time. */
const NO_BREAK = '\u00a0';
const DOT = `${NO_BREAK}· `;

/** The time at which the drawn position was committed. */
const AS_OF: Record<Language, (time: string) => string> = {
  en: (time) => `as of ${time}`,
  ru: (time) => `на ${time}`,
  kk: (time) => `${time} жағдай бойынша`,
  ky: (time) => `${time} абалы боюнча`,
  tg: (time) => `ба ҳолати ${time}`,
  uz: (time) => `${time} holatiga koʻra`,
  tk: (time) => `${time} ýagdaýyna görä`,
};

/** The text: the publishers of each day with their codes, and the time. `rates` are the shown ones. */
export function captionOf(
  rates: readonly Rate[],
  asOf: Snapshot['asOf'],
  lang: Language,
  words: Words,
): string {
  const day = (date: string) => dateText(date, words);
  // Shipped or invented figures have no publisher. Their badge names their kind.
  const bankFor = (rate: Rate) => (isPublished(rate.source.kind) ? bankOf(rate, words) : '');
  const distinct = (of: readonly Rate[], read: (rate: Rate) => string) => [...new Set(of.map(read))];
  const dates = distinct(rates, ({ date }) => date);
  // With one publisher and one day, all codes belong to it and are not listed.
  const hasCodes = dates.length > 1 || distinct(rates, bankFor).length > 1;
  const days = dates.map((date) => {
    const own = rates.filter((rate) => rate.date === date);
    const publishers = distinct(own, bankFor).map((bank) => {
      const codes = own.filter((rate) => bankFor(rate) === bank).map(({ base }) => base);
      return [...(hasCodes ? [codes.join(', ')] : []), bank].filter((part) => part !== '').join(NO_BREAK);
    });
    return [day(date), publishers.join(', ')].filter((part) => part !== '').join(`:${NO_BREAK}`);
  });
  const time = `${day(asOf.slice(0, 10))} ${asOf.slice(11, 16)} UTC`;
  return [...days, AS_OF[lang](time).replaceAll(' ', NO_BREAK)].join(DOT);
}

/** The caption in as many lines as it needs, after the badge that all rates share. */
export function footer(
  measure: Measure,
  { caption, badge: word }: { caption: string; badge: string },
  size: number,
  width: number,
): Block {
  // A badge is sized for the text around it, of which it has 0.75.
  const pill = badge(measure, word, size / 0.75);
  const indent = pill === null ? 0 : pill.width + 0.6 * size;
  const lines = [''];
  for (const next of caption.split(' ')) {
    const line = lines.at(-1) ?? '';
    const longer = line === '' ? next : `${line} ${next}`;
    const room = width - (lines.length === 1 ? indent : 0);
    if (line === '' || measure(longer, size) <= room) lines[lines.length - 1] = longer;
    else lines.push(next);
  }
  return {
    height: lines.length * LINE * size,
    draw: (x, y) =>
      lines.flatMap((line, at) => {
        const baseline = y + at * LINE * size + BASELINE * size;
        const left = at === 0 ? x + indent : x;
        return [
          ...(at === 0 && pill !== null ? pill.draw(x, baseline) : []),
          ...(text(measure, line, { size, ink: 'soft' })?.draw(left, baseline) ?? []),
        ];
      }),
  };
}
