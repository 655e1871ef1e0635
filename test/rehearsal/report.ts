// rehearsal: the night as a table for a terminal: a row for each event, and the promises after it.
import { styleText } from 'node:util';
import type { Verdict } from './promises.ts';

export interface Row {
  /** Real time since the start of the night. */
  atMs: number;
  happens: string;
  reader: string;
  subscriber: string;
  operator: string;
}

const HEADS = ['time', 'what happens', 'a reader saw', 'a subscriber saw', 'an operator saw'];
const TIME_WIDTH = 5;
/** Two blanks before each of the four texts. */
const GAPS = 8;
/** A narrower column has no space for a word; a wider line is hard to read. */
const NARROWEST = 88;
const WIDEST = 168;

type Style = Parameters<typeof styleText>[0];

export interface Report {
  open(title: string): void;
  row(row: Row): void;
  close(verdicts: readonly Verdict[]): void;
}

/** Colours only in a terminal and without NO_COLOR. */
export function createReport(
  print: (line: string) => void,
  { columns = 120, isColoured = false }: { columns?: number; isColoured?: boolean },
): Report {
  const width = Math.min(WIDEST, Math.max(NARROWEST, columns));
  const each = Math.floor((width - TIME_WIDTH - GAPS) / 4);
  const widths = [TIME_WIDTH, each, each, each, each];
  const paint = (style: Style, text: string) => (isColoured ? styleText(style, text) : text);
  const rule = (left: string) => print(paint('dim', widths.map((it) => left.repeat(it)).join('  ')));

  function cells(texts: readonly string[], styles: readonly (Style | null)[]): void {
    const columnsOfLines = texts.map((text, index) => wrap(text, widths[index] ?? each));
    const height = Math.max(...columnsOfLines.map((it) => it.length));
    for (let line = 0; line < height; line += 1) {
      const parts = columnsOfLines.map((lines, index) => {
        const text = (lines[line] ?? '').padEnd(widths[index] ?? each);
        const style = styles[index];
        return style ? paint(style, text) : text;
      });
      print(parts.join('  ').trimEnd());
    }
  }

  return {
    open(title) {
      for (const line of wrap(title, width)) print(line);
      print('');
      cells(
        HEADS,
        HEADS.map(() => 'bold'),
      );
      rule('━');
    },
    row({ atMs, happens, reader, subscriber, operator }) {
      cells([clock(atMs), happens, reader, subscriber, operator], ['cyan', 'bold', null, null, null]);
      rule('─');
    },
    close(verdicts) {
      print('');
      for (const { promise, measured, due, broken } of verdicts) {
        const kept = broken.length === 0;
        print(`${paint(kept ? 'green' : 'red', kept ? '✔ kept  ' : '✘ BROKEN')}  ${paint('bold', promise)}`);
        for (const line of wrap(`${measured} (due: ${due})`, width - 10)) print(`          ${line}`);
        for (const text of broken.slice(0, MOST_TOLD))
          for (const line of wrap(text, width - 12)) print(paint('red', `          · ${line}`));
        if (broken.length > MOST_TOLD) print(`          · and ${broken.length - MOST_TOLD} more`);
      }
      const lost = verdicts.filter(({ broken }) => broken.length > 0);
      print('');
      if (lost.length === 0) print(paint('green', `All ${verdicts.length} promises were kept.`));
      else print(paint('red', `Broken: ${lost.map((it) => it.promise).join('; ')}.`));
    },
  };
}

/** The first ones name the cause; a thousand of them would hide it. */
const MOST_TOLD = 6;

/** `03:07`, minutes and seconds. */
const clock = (ms: number) =>
  [Math.floor(ms / 60_000), Math.floor(ms / 1000) % 60].map((it) => String(it).padStart(2, '0')).join(':');

/** Lines of at most `width` characters, broken at blanks; a longer word is cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((it) => it.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [''])) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}
