// rehearsal: checks that each shown figure was printed by a bank and is not older than one shown before. Pure.
import type { Answer, Night, Printed } from './observed.ts';

/** The fault table's time until all replicas are equal again: until then two of them may show two figures. */
const LAG_MS = 3_000;

/** By code, the correct figures in the order of printing, in the form in which a place shows them. */
type Order = Map<string, string[]>;

/** The number of checked figures, and a sentence for each wrong one. */
export function wrongFiguresOf(night: Night): { looked: number; wrong: string[] } {
  const exact = orderOf(night.printed, ({ figure }) => figure);
  const rounded = orderOf(night.printed, ({ figure }) => displayOf(figure));
  const answers = readers(night.answers, exact, rounded);
  const streams = listeners(night, exact);
  return { looked: answers.looked + streams.looked, wrong: [...answers.wrong, ...streams.wrong] };
}

/** Five significant digits of the rate in dollars. No figure of a rehearsal is a rounding tie. */
export const displayOf = (perDollar: string): string => (1 / Number(perDollar)).toPrecision(5);

function orderOf(printed: readonly Printed[], show: (it: Printed) => string): Order {
  const order: Order = new Map();
  for (const it of printed) order.set(it.code, [...(order.get(it.code) ?? []), show(it)]);
  return order;
}

function readers(answers: readonly Answer[], exact: Order, rounded: Order) {
  const wrong: string[] = [];
  let looked = 0;
  /** By place, path and code: the newest shown figure, and the time since which it is shown. */
  const newest = new Map<string, { rank: number; sinceMs: number }>();
  for (const { place, path, figures, atMs } of answers)
    for (const [code, figure] of Object.entries(figures)) {
      looked += 1;
      const rank = (path === '/rates' ? exact : rounded).get(code)?.lastIndexOf(figure) ?? -1;
      const key = `${place} ${path} ${code}`;
      const before = newest.get(key);
      if (rank === -1) wrong.push(`${key} showed ${figure}, which no bank printed`);
      else if (before === undefined || rank > before.rank) newest.set(key, { rank, sinceMs: atMs });
      else if (rank < before.rank && atMs - before.sinceMs > LAG_MS)
        wrong.push(`${key} went back to ${figure}`);
    }
  return { looked, wrong };
}

function listeners({ audiences }: Night, exact: Order) {
  const wrong: string[] = [];
  let looked = 0;
  for (const { place, way, listeners } of audiences)
    for (const [index, { received }] of listeners.entries()) {
      const newest = new Map<string, number>();
      for (const { rates } of received)
        for (const { base, inverse } of JSON.parse(rates) as { base: string; inverse: string }[]) {
          looked += 1;
          const rank = exact.get(base)?.lastIndexOf(inverse) ?? -1;
          const who = `${place} ${way} ${index}`;
          if (rank === -1) wrong.push(`${who} got ${base} ${inverse}, which no bank printed`);
          else if (rank < (newest.get(base) ?? 0)) wrong.push(`${who}: ${base} went back to ${inverse}`);
          else newest.set(base, rank);
        }
    }
  return { looked, wrong };
}
