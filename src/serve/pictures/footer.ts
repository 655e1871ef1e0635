// serve: who printed the figures, for which day, and as of when: what stands below the rates of a picture. Pure.
import { bankOf, dateText, type Words } from '#picture';
import type { Language } from '../../attributes.ts';
import type { Rate, Snapshot } from '../../rates/wire.ts';
import { BASELINE, type Block, LINE } from './blocks.ts';
import type { Measure } from './font.ts';
import { badge, text } from './groups.ts';

/** It stays with what is before it. */
const DOT = '\u00a0· ';

/** When the position that is drawn was committed. */
const AS_OF: Record<Language, (time: string) => string> = {
  en: (time) => `as of ${time}`,
  ru: (time) => `на ${time}`,
  kk: (time) => `${time} жағдай бойынша`,
  ky: (time) => `${time} абалы боюнча`,
  tg: (time) => `ба ҳолати ${time}`,
  uz: (time) => `${time} holatiga koʻra`,
  tk: (time) => `${time} ýagdaýyna görä`,
};

/** What is said: for each day its publishers with their codes, and the time. `rates` are those that are shown. */
export function sayings(
  rates: readonly Rate[],
  asOf: Snapshot['asOf'],
  lang: Language,
  words: Words,
): string[] {
  const day = (date: string) => dateText(date, words);
  const hasOne = new Set(rates.map(({ source }) => source.id)).size === 1;
  const days = [...new Set(rates.map(({ date }) => date))].map((date) => {
    const own = rates.filter((rate) => rate.date === date);
    const publishers = [...new Set(own.map((rate) => bankOf(rate, words)))].map((bank) => {
      const codes = own.filter((rate) => bankOf(rate, words) === bank).map(({ base }) => base);
      return hasOne ? bank : `${codes.join(', ')} ${bank}`;
    });
    return `${day(date)}: ${publishers.join(DOT)}`;
  });
  const time = `${day(asOf.slice(0, 10))} ${asOf.slice(11, 16)} UTC`;
  return [...days, AS_OF[lang](time)];
}

/** Each saying in as many lines as it takes, behind the badge that all rates have in common. */
export function footer(
  measure: Measure,
  { said, badge: word }: { said: readonly string[]; badge: string },
  size: number,
  width: number,
): Block {
  // A badge is made for the text beside it.
  const pill = badge(measure, word, size / 0.75);
  const indent = pill === null ? 0 : pill.width + 0.6 * size;
  const lines: string[] = [];
  for (const saying of said) {
    let line = '';
    for (const next of saying.split(' ')) {
      const longer = line === '' ? next : `${line} ${next}`;
      const room = width - (lines.length === 0 ? indent : 0);
      if (line === '' || measure(longer, size) <= room) line = longer;
      else {
        lines.push(line);
        line = next;
      }
    }
    lines.push(line);
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
