// poll: the held figures of one publisher, and the status of their rates meanwhile.
import type { HeldFigure } from '../../guard/confirmation.ts';
import type { Decision } from '../../guard/decision.ts';
import type { Confirmation } from '../../guard/rules.ts';
import type { Log } from '../../log.ts';
import type { Metrics } from '../../metrics.ts';
import type { Code, Fixing } from '../../rates/fixing.ts';
import type { Rate } from '../../rates/wire.ts';
import { sourceOf } from '../../sources/registry.ts';
import type { Source } from '../../sources/source.ts';
import type { Store } from '../../store/store.ts';
import { statusOf } from '../clock/status.ts';

/** The held figures of one publisher, one for each code at most. */
export interface Holds {
  of(code: Code): HeldFigure | undefined;
  all(): HeldFigure[];
  /** Takes over the held figures of another replica or an earlier run. */
  resume(held: readonly HeldFigure[]): void;
  /** Holds a figure; `shown` is the figure that stays, for the log. */
  hold(decision: Decision & { kind: 'hold' }, shown: string | null): Promise<void>;
  /** Ends a hold because its figure is confirmed. */
  confirm(held: HeldFigure | undefined, fixing: Fixing, by: Confirmation): void;
  /** Ends a hold because its figure is no longer printed. */
  release(held: HeldFigure | undefined, why: string, now: Date): Promise<void>;
}

export interface HoldsDeps {
  store: Store;
  log: Log;
  metrics: Metrics;
}

/** Creates an empty list; `resume` fills it with the figures of an earlier term. */
export function createHolds(source: Source, { store, log, metrics }: HoldsDeps): Holds {
  const waiting = new Map<Code, HeldFigure>();

  /** Changes the status of the shown rate of this source, and nothing else. */
  async function mark(code: Code, statusFor: (rate: Rate) => Rate['status']): Promise<void> {
    await store.change(({ snapshot }) => {
      const shown = snapshot.rates.find((it) => it.base === code && it.source.id === source.id);
      return shown === undefined ? null : { rates: [{ ...shown, status: statusFor(shown) }], fixings: [] };
    });
  }

  return {
    of: (code) => waiting.get(code),
    all: () => [...waiting.values()],
    resume(held) {
      for (const it of held) waiting.set(it.fixing.code, it);
    },
    async hold({ held, isNew, isQuiet }, shown) {
      const { fixing, rule, message } = held;
      waiting.set(fixing.code, held);
      if (isQuiet) return;
      if (isNew) {
        metrics.holds.inc({ source: source.id, rule });
        const line = { source: source.id, code: fixing.code, rule, shown, read: fixing.perDollar };
        log.warn(line, `held: ${message}`);
      }
      await mark(fixing.code, () => 'held');
    },
    confirm(held, fixing, by) {
      waiting.delete(fixing.code);
      const { rule, since } = held ?? {};
      const line = { source: source.id, code: fixing.code, rule, by, read: fixing.perDollar, since };
      log.info(line, 'held figure confirmed');
    },
    async release(held, why, now) {
      if (held === undefined) return;
      const { fixing, rule } = held;
      waiting.delete(fixing.code);
      const line = { source: source.id, code: fixing.code, rule, read: fixing.perDollar };
      log.warn(line, `held figure dropped: ${why}`);
      await mark(fixing.code, (rate) => statusOf(source, rate.date, now));
    },
  };
}

/**
 * Ends the status `held` of rates without a held figure in a record. The embedded store loses its records with the
 * process, and while the bank is unreachable nothing waits. Called before the first poll, which can hold the figure
 * again.
 */
export async function endForgottenHolds(store: Store, now: Date): Promise<void> {
  const waiting = new Set(
    (await store.records()).flatMap((it) => it.held.map(({ fixing }) => `${fixing.source} ${fixing.code}`)),
  );
  await store.change(({ snapshot }) => {
    const freed = snapshot.rates.flatMap((rate) => {
      const source = sourceOf(rate.source.id);
      if (rate.status !== 'held' || source === undefined) return [];
      return waiting.has(`${source.id} ${rate.base}`)
        ? []
        : [{ ...rate, status: statusOf(source, rate.date, now) }];
    });
    return freed.length === 0 ? null : { rates: freed, fixings: [] };
  });
}
