// poll: creates every counter of the polls with the value 0.

import { RULE_NAMES } from '../guard/rules.ts';
import type { Metrics } from '../metrics.ts';
import type { SelectedSource } from '../sources/selection.ts';
import { RESULTS } from './outcome.ts';

/**
 * Creates each counter with 0 for each possible source, outcome and rule. A counter that appears with its first event
 * hides this event from `increase()`, so that the first refused figure would raise no alert.
 */
export function startTallies(metrics: Metrics, selectedSources: readonly SelectedSource[]): void {
  for (const { source, publishes } of selectedSources) {
    metrics.missedPolls.inc({ source: source.id }, 0);
    for (const outcome of RESULTS) metrics.polls.inc({ source: source.id, outcome }, 0);
    if (publishes.length === 0) continue;
    const refusing = source.peg === undefined ? RULE_NAMES.refusing : ['peg'];
    const holding = source.peg === undefined ? RULE_NAMES.holding : [];
    for (const rule of refusing) metrics.refusals.inc({ source: source.id, rule }, 0);
    for (const rule of holding) metrics.holds.inc({ source: source.id, rule }, 0);
  }
}
