// widget: texts about the rates as a whole: their states, and the reason why there are none.
import type { RateViews } from './view.ts';
import type { Words } from './words.ts';

/** Returns the badge if several rates all have the same one. It is shown once, as a note. Empty if they differ. */
export function commonBadge(views: RateViews): string {
  const badges = new Set([...views.values()].map(({ badge }) => badge));
  const [badge = ''] = badges;
  return badges.size === 1 && views.size > 1 ? badge : '';
}

/** Returns the states of all rates in one sentence, for a screen reader. */
export function summaryOf(views: RateViews, words: Words): string {
  const states = [...views.values()].flatMap(({ name, badge }) => (badge ? `${name}: ${badge}` : []));
  return states.join(', ') || words.wordFor('rates');
}

/** Returns why nothing is shown. Empty while figures may still arrive. `rateCount` is the number of rates of the service. */
export function absenceOf(rateCount: number, isOffline: boolean, { wordFor }: Words): string {
  return rateCount ? wordFor('none') : isOffline ? wordFor('unreachable') : '';
}
