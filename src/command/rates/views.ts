// command: the three views of `rates --watch`: a redrawn screen, lines of text, lines of JSON.
import type { SnapshotMessage, State, UpdateMessage } from 'silk-ticker/client';
import type { Rate } from '../../rates/wire.ts';
import { jsonText, type Output, type Paint, paintFor, plain, widthOf } from '../terminal.ts';
import { createScreen } from './screen.ts';
import { tableOf } from './table.ts';

/** How long a change is shown in bold. */
const NEW_MS = 2_000;

/** The rates that are shown, and the state of the connection. */
export interface Shown {
  rates: Rate[];
  asOf: string;
  state: State;
  /** Currencies of the last update. */
  changed: ReadonlySet<string>;
}

/** One way to present the rates. */
export interface View {
  /** Called for each message, and without one when only the state has changed. */
  show(message: SnapshotMessage | UpdateMessage | undefined): void;
  stop(): void;
}

export type WatchOutput = Output & { on?(event: 'resize', listener: () => void): unknown };

/** Prints each message of the stream as one line of JSON. */
export function jsonView(out: Output): View {
  return {
    show(message) {
      if (message !== undefined) out.write(`${jsonText(message)}\n`);
    },
    stop() {},
  };
}

/** Prints the whole table first, then a line for each changed rate with the time at which it was committed. */
export function lineView(shown: Shown, out: Output): View {
  const paint = paintFor(out);
  return {
    show(message) {
      if (message === undefined) return;
      const width = widthOf(out) - shown.asOf.length - 2;
      const [titles = '', ...rows] = tableOf(shown.rates, { width, paint });
      const isFirst = message.type === 'snapshot';
      const isShown = (_row: string, index: number) => shown.changed.has(shown.rates[index]?.base ?? '');
      const lines = rows.filter((row, index) => isFirst || isShown(row, index));
      if (isFirst) out.write(`${'time'.padEnd(shown.asOf.length)}  ${titles}\n`);
      for (const line of lines) out.write(`${plain(shown.asOf)}  ${line}\n`);
    },
    stop() {},
  };
}

/** Redraws the table in place, with a line about the server above it. */
export function screenView(src: string, shown: Shown, out: WatchOutput): View {
  const paint = paintFor(out);
  const screen = createScreen(out);
  let timer: NodeJS.Timeout | undefined;
  const draw = () => {
    const width = widthOf(out);
    const table = tableOf(shown.rates, { width, paint, changed: shown.changed });
    screen.draw([headOf(src, shown, width, paint), '', ...table]);
  };
  out.on?.('resize', () => {
    screen.forget();
    draw();
  });
  return {
    show(message) {
      draw();
      if (message?.type !== 'update') return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        shown.changed = new Set();
        draw();
      }, NEW_MS);
    },
    stop() {
      clearTimeout(timer);
      screen.close();
    },
  };
}

const STATES: Readonly<Record<State, [style: 'green' | 'yellow' | 'red' | 'dim', words: string]>> = {
  connecting: ['dim', 'connecting'],
  live: ['green', 'live'],
  polling: ['yellow', 'polling'],
  offline: ['red', 'offline: these are the last rates'],
};

/** The server, the state of the connection and the time of the rates, as far as they fit into `width`. */
function headOf(src: string, { state, asOf }: Shown, width: number, paint: Paint): string {
  const [style, words] = STATES[state];
  const where = src.replace(/^https?:\/\//, '');
  const time = `as of ${plain(asOf).slice(0, 19).replace('T', ' ')} UTC`;
  const forms: [string, string, string][] = [
    [where, words, time],
    [where, words, ''],
    ['', words, ''],
  ];
  const lengthOf = (form: string[]) => form.filter((it) => it !== '').join('  ').length + 2;
  const [shownWhere, , shownTime] = forms.find((form) => lengthOf(form) <= width) ?? ['', '', ''];
  const parts = [paint('bold', shownWhere), paint(style, `● ${words}`), paint('dim', shownTime)];
  return parts.filter((it) => it !== '').join('  ');
}
