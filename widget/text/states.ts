// widget: what there is to say about the rates as a whole: their states, and why there are none.
import type { View } from './view.ts';
import type { Words } from './words.ts';

type Views = ReadonlyMap<string, View>;

/** The badge that all of several rates have: said once, it is a note; empty when they differ. */
export function commonBadge(views: Views): string {
  const badges = new Set([...views.values()].map(({ badge }) => badge));
  const [badge = ''] = badges;
  return badges.size === 1 && views.size > 1 ? badge : '';
}

/** The whole in one sentence, for a screen reader. */
export function summaryOf(views: Views, words: Words): string {
  const states = [...views.values()].flatMap(({ name, badge }) => (badge ? `${name}: ${badge}` : []));
  return states.join(', ') || words.say('rates');
}

/** Why nothing is shown; empty as long as figures may still come. `known` is how many rates the service has. */
export function absenceOf(known: number, isOffline: boolean, { say }: Words): string {
  return known ? say('none') : isOffline ? say('unreachable') : '';
}
