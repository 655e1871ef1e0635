// poll: checks the first figure of a source that shows nothing yet, by other sources and the seed.
import type { Guard } from '../../guard/decision.ts';
import { verdictOn } from '../../guard/rules.ts';
import { addDays } from '../../rates/date.ts';
import type { Code, Fixing } from '../../rates/fixing.ts';
import { isGuarded } from '../../sources/registry.ts';
import type { SelectedSource } from '../../sources/selection.ts';
import type { Store } from '../../store/store.ts';
import { checksAround, NEAR_DAYS } from '../checks.ts';

export interface FirstFigureDeps {
  store: Store;
  guard: Guard;
  now: Date;
  /** A figure of the code from the seed, local units for one dollar, for a store without rates. */
  seedOf?: (code: Code) => string | null;
}

/**
 * Returns the function that judges the newest day of an archive, after the day before it. Throws the errors of the
 * store.
 */
export async function createFirstFigureCheck(
  { source, bandOf, checkedBy }: SelectedSource,
  code: Code,
  { store, guard, now, seedOf = () => null }: FirstFigureDeps,
): Promise<(fixing: Fixing, before: Fixing | undefined) => boolean> {
  const { rates } = await store.snapshot();
  const others = rates.filter((it) => it.source.id !== source.id && isGuarded(it.source.id));
  const shown = others.find((it) => it.base === code)?.inverse ?? seedOf(code);
  const checks = await checksAround(store, code, addDays(now.toISOString().slice(0, 10), 1), checkedBy(code));
  const passes = (fixing: Fixing, follows: readonly Fixing[]) =>
    verdictOn(
      {
        fixing,
        newest: null,
        follows,
        band: bandOf(code),
        documentRows: [],
        checks: checks.filter((it) => it.date >= addDays(fixing.date, -NEAR_DAYS)),
        shown,
        calendar: source.calendar,
        now,
      },
      guard.rules,
    ) === null;
  // Two days may have the same misprint: the figure also has to pass without the day before it.
  return (fixing, before) => passes(fixing, []) && (before === undefined || passes(fixing, [before]));
}
