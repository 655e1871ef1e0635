// widget: texts about the ticker as a whole: a visible note, a message for screen readers, a sentence when it is empty.

import { paused, setPaused } from '../pause.ts';
import { absenceOf, summaryOf } from '../text/states.ts';
import type { View } from '../text/view.ts';
import type { Words } from '../text/words.ts';
import { make, on, write } from './markup.ts';

export interface Situation {
  views: ReadonlyMap<string, View>;
  words: Words;
  /** The badge that all rates have. */
  badge: string;
  isOffline: boolean;
  /** How many rates the service has. */
  known: number;
}

/** Creates the box with these texts around `view`, which contains the figures. */
export function createVoice(host: HTMLElement, view: HTMLElement) {
  const pause = make('button', 'pause', { type: 'button' }, make('i', 'icon'));
  const note = make('span', 'badge note');
  const news = make('p', 'news', { role: 'status' });
  const empty = make('p', 'sentence');
  const controls = make('div', 'controls', {}, note, pause);
  const box = make('section', 'ticker', {}, empty, view, controls, news);
  let told = '';
  on(pause, 'click', () => setPaused(!paused()));

  /** Tickers of one page share their state. Only the first one is announced, and only the first one is a landmark. */
  const isFirst = () => document.querySelector(host.localName) === host;

  /** Sets the accessible names in the given language. */
  function name({ lang, say }: Words): void {
    box.lang = lang;
    box.ariaLabel = say('rates');
    pause.title = say('pause');
    // Several landmarks with the same name would be useless.
    box.role = isFirst() ? null : 'group';
  }

  /** Announces a change of the connection's or a rate's state in one polite message. Figures are not announced. */
  function tell({ views, words, badge, isOffline, known }: Situation): void {
    const offline = isOffline ? words.say('offline') : '';
    const text = offline || summaryOf(views, words);
    if (told && told !== text && isFirst()) write(news, text);
    if (views.size) told = text;
    write(empty, views.size ? '' : absenceOf(known, isOffline, words));
    write(note, views.size ? offline || badge : '');
    pause.ariaPressed = String(paused());
  }

  return { box, name, tell };
}
