// command: `silk-ticker rates --watch`: the feed of the package's own client on a screen, or line by line into a pipe.
import { connect, type SnapshotMessage, type State, type UpdateMessage } from 'silk-ticker/client';
import type { Rate, Snapshot } from '../../rates/wire.ts';
import { canRedraw, type Output, type Paint, paintFor, plain, widthOf } from '../terminal.ts';
import type { RatesCommand } from './rates.ts';
import { createScreen } from './screen.ts';
import { tableOf } from './table.ts';

/** A change is in bold for this long, so that an eye that looks up finds it. */
const NEW_MS = 2_000;

/** What is shown, and how it arrives. */
interface Shown {
  rates: Rate[];
  asOf: string;
  state: State;
  why: string | undefined;
  changed: ReadonlySet<string>;
}

/** How what is shown reaches the reader. */
interface View {
  show(message: SnapshotMessage | UpdateMessage | undefined): void;
  stop(): void;
}

/** Follows the rates from `first` on until `signal` says stop. */
export async function watchRates(
  { src, codes, isJson }: RatesCommand,
  first: Snapshot,
  out: Output & { on?(event: 'resize', listener: () => void): unknown },
  signal: AbortSignal,
): Promise<void> {
  const shown: Shown = {
    rates: first.rates,
    asOf: first.asOf,
    state: 'connecting',
    why: undefined,
    changed: new Set(),
  };
  const view = isJson ? jsonView(out) : canRedraw(out) ? screenView(src, shown, out) : lineView(shown, out);
  view.show({ type: 'snapshot', ...first });
  const take = (message: SnapshotMessage | UpdateMessage) => {
    const byCode = new Map(shown.rates.map((rate) => [rate.base, rate]));
    for (const rate of message.rates) byCode.set(rate.base, rate);
    shown.rates = message.type === 'snapshot' ? sorted(message.rates, shown.rates) : [...byCode.values()];
    shown.asOf = message.asOf;
    shown.changed = new Set(message.rates.map(({ base }) => base));
    view.show(message);
  };
  const connection = connect({
    src,
    codes: codes.length === 0 ? undefined : codes,
    from: { epoch: first.epoch, seq: first.seq },
    onSnapshot: take,
    onUpdate: take,
    onState(state, why) {
      Object.assign(shown, { state, why });
      if (!signal.aborted) view.show(undefined);
    },
  });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });
  connection.close();
  view.stop();
}

/** A snapshot in the order that is on the screen already. */
function sorted(rates: readonly Rate[], before: readonly Rate[]): Rate[] {
  const place = ({ base }: Rate) => before.findIndex((rate) => rate.base === base);
  return [...rates].sort((one, other) => place(one) - place(other));
}

function jsonView(out: Output): View {
  return {
    show(message) {
      if (message !== undefined) out.write(`${JSON.stringify(message)}\n`);
    },
    stop() {},
  };
}

/** The whole table first, then a line for each change with the time at which it was committed. */
function lineView(shown: Shown, out: Output): View {
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

function screenView(
  src: string,
  shown: Shown,
  out: Output & { on?(event: 'resize', listener: () => void): unknown },
): View {
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

/** The server, how its rates arrive and of when they are; of these, what fits. */
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
