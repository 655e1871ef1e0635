// widget: the inside of an element: shows rates according to the options, in the words of their language.
import type { Rate } from '../../src/rates/wire.ts';
import type { Views } from '../belt/belt.ts';
import type { Options } from '../options.ts';
import type { Rates } from '../shared-feed.ts';
import { commonBadge } from '../text/states.ts';
import { viewOf } from '../text/view.ts';
import { learnFrom, type Words, wordsFor } from '../text/words.ts';
import type { LoadHands } from './interaction.ts';
import type { ItemKind } from './item.ts';
import { createReach } from './lazy-interaction.ts';
import { createShell } from './shadow-root.ts';
import { createSparks } from './spark.ts';

export const still = matchMedia('(prefers-reduced-motion: reduce)');

const NONE: Rates = new Map();

/** What is shown: the rates that the options name, in that order, and the badge that all of them have. */
function figuresOf(rates: Rates, options: Options, words: Words) {
  const { look, codes = [...rates.keys()] } = options;
  const shown = codes.flatMap((code) => rates.get(code) ?? []);
  const views: Views = new Map(shown.map((rate) => [rate.base, viewOf(rate, options, words)]));
  const kind: ItemKind = /strip|compact/.test(look) ? 'belt' : 'block';
  return { shown, views, badge: commonBadge(views), kind };
}

export interface Face {
  /** Shows the page's own content of the element, or reserves the place if there is none. */
  open(): void;
  configure(next: Options): void;
  show(next: Rates, mayFlash: boolean): void;
  setOffline(next: boolean): void;
  /** Adds or removes one reason. The belt stands still while there is any. */
  hold(reason: string, isHeld: boolean): void;
  /** Measures all widths again. To be called while the ticker is not visible, because the belt may jump. */
  fit(): void;
  /** Chooses the colours for the page's present ink. */
  paint(): void;
  stop(): void;
}

/** Creates the inside of an element. `choose` is called at a click and returns whether a tooltip may open. */
export function createFace(
  host: HTMLElement,
  loadHands: LoadHands,
  choose: (rate: Rate | undefined) => boolean,
): Face {
  const shell = createShell(host);
  const { belt, hold, voice, setRule } = shell;
  const drawSpark = createSparks(setRule);
  let options: Options;
  let words = wordsFor('');
  let rates = NONE;
  let isOffline = false;
  let isLearning = false;
  let filled = '';
  const hands = createReach(
    loadHands,
    { belt, hold, setRule, known: (code) => rates.get(code), say: () => words, choose },
    shell.dress,
  );

  function render(mayFlash: boolean): void {
    const { shown, views, badge, kind } = figuresOf(isLearning ? NONE : rates, options, words);
    const isMoving = kind === 'belt' && !still.matches;
    shell.lay(kind, isMoving, !shown.length);
    voice.tell({ views, words, badge, isOffline, known: isLearning ? 0 : rates.size });
    const key = [...views.keys(), options.look, isMoving].join();
    if (key !== filled) {
      hands.hide();
      belt.fill([...views.keys()], kind, isMoving);
    }
    filled = key;
    if (badge) for (const view of views.values()) view.badge = '';
    belt.show(views, mayFlash && !still.matches);
    hands.refresh();
    if (options.look === 'cards') for (const rate of shown) void drawSpark(options, rate);
  }

  /** Shows everything again with the words that are known. */
  function speak(): void {
    words = wordsFor(options.lang);
    voice.name(words);
    render(false);
  }

  function configure(next: Options): void {
    options = next;
    const { lang, home } = options;
    const coming = learnFrom(home, lang);
    isLearning = !!coming;
    void hands.ask(home);
    void coming?.then(() => {
      if (options !== next) return;
      isLearning = false;
      speak();
    });
    shell.configure(options);
    speak();
  }

  return {
    open: shell.open,
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
    hold,
    fit: belt.fit,
    paint: shell.paint,
    stop() {
      hands.release();
      shell.stop();
    },
  };
}
