// widget: the inside of an element: shows rates according to the options, in the words of their language.
import type { Rate } from '../../src/rates/wire.ts';
import type { SetStop } from '../belt/stops.ts';
import type { Options } from '../options.ts';
import type { Rates } from '../shared-feed.ts';
import { commonBadge } from '../text/states.ts';
import { type RateViews, viewOf } from '../text/view.ts';
import { loadWords, type Words, wordsFor } from '../text/words.ts';
import type { LoadInteraction } from './interaction.ts';
import type { ItemKind } from './item.ts';
import { createLazyInteraction } from './lazy-interaction.ts';
import { createShadowContent } from './shadow-root.ts';
import { createSparks } from './spark.ts';

/** Whether the reader wants less motion. Then nothing moves and nothing is tinted. */
export const still = matchMedia('(prefers-reduced-motion: reduce)');

const NONE: Rates = new Map();

/** What is shown: the rates that the options name, in that order, and the badge that all of them have. */
function figuresOf(rates: Rates, options: Options, words: Words) {
  const { look, codes = [...rates.keys()] } = options;
  const shown = codes.flatMap((code) => rates.get(code) ?? []);
  const views: RateViews = new Map(shown.map((rate) => [rate.base, viewOf(rate, options, words)]));
  const kind: ItemKind = /strip|compact/.test(look) ? 'belt' : 'block';
  return { shown, views, badge: commonBadge(views), kind };
}

/** The inside of an element. `configure` has to be called before anything is shown. */
export interface Face {
  /** Shows the page's own content of the element, or reserves the place if there is none. */
  mount(): void;
  /** Shows everything again with other options. Loads the words of another language and the part for pointer and keyboard. */
  configure(next: Options): void;
  /** Shows these rates instead of the earlier ones. With `mayFlash`, changed prices are tinted for a moment. */
  show(next: Rates, mayFlash: boolean): void;
  /** Shows whether the connection is lost. When it is back, the options are applied again. */
  setOffline(next: boolean): void;
  setStop: SetStop;
  /** Measures all widths again. To be called while the ticker is not visible, because the belt may jump. */
  remeasure(): void;
  /** Chooses the colours for the page's present text colour. */
  updateColours(): void;
  /** Ends all timers, observers and animations, and closes the tooltip. `mount` starts them again. */
  stop(): void;
}

/** Creates the inside of an element. `onClick` is called at a click and returns whether a tooltip may open. */
export function createFace(
  host: HTMLElement,
  loadInteraction: LoadInteraction,
  onClick: (rate: Rate | undefined) => boolean,
): Face {
  const content = createShadowContent(host);
  const { belt, setStop, frame, setRule } = content;
  const drawSpark = createSparks(setRule);
  let options: Options;
  let words = wordsFor('');
  let rates = NONE;
  let isOffline = false;
  let isLoadingWords = false;
  let filled = '';
  const interaction = createLazyInteraction(
    loadInteraction,
    { belt, setStop, setRule, rateOf: (code) => rates.get(code), words: () => words, onClick },
    content.addSheet,
  );

  function render(mayFlash: boolean): void {
    const { shown, views, badge, kind } = figuresOf(isLoadingWords ? NONE : rates, options, words);
    const isMoving = kind === 'belt' && !still.matches;
    content.setKind(kind, isMoving, !shown.length);
    frame.update({ views, words, badge, isOffline, rateCount: isLoadingWords ? 0 : rates.size });
    const key = [...views.keys(), options.look, isMoving].join();
    if (key !== filled) {
      interaction.hide();
      belt.fill([...views.keys()], kind, isMoving);
    }
    filled = key;
    if (badge) for (const view of views.values()) view.badge = '';
    belt.show(views, mayFlash && !still.matches);
    interaction.refresh();
    if (options.look === 'cards') for (const rate of shown) void drawSpark(options, rate);
  }

  /** Shows everything again with the words that are known. */
  function applyLanguage(): void {
    words = wordsFor(options.lang);
    frame.setLabels(words);
    render(false);
  }

  function configure(next: Options): void {
    options = next;
    const { lang, home } = options;
    const loading = loadWords(home, lang);
    isLoadingWords = !!loading;
    void interaction.request(home);
    void loading?.then(() => {
      if (options !== next) return;
      isLoadingWords = false;
      applyLanguage();
    });
    content.configure(options);
    applyLanguage();
  }

  return {
    mount: content.mount,
    configure,
    show(next, mayFlash) {
      rates = next;
      render(mayFlash);
    },
    setOffline(next) {
      if (isOffline && !next) configure(options);
      isOffline = next;
      render(false);
    },
    setStop,
    remeasure: belt.remeasure,
    updateColours: content.updateColours,
    stop() {
      interaction.release();
      content.stop();
    },
  };
}
