// widget: what stands in the shadow root: the belt, the pause button, the tooltip and the voice for screen readers.
import type { Rate } from '../../src/rates/wire.ts';
import { createBelt, type Views } from '../belt/belt.ts';
import { addScrub } from '../belt/drag.ts';
import { createHolds } from '../belt/holds.ts';
import type { Options } from '../options.ts';
import { paused, setPaused } from '../pause.ts';
import type { Rates } from '../shared-feed.ts';
import { commonBadge } from '../text/states.ts';
import { viewOf } from '../text/view.ts';
import { learnFrom, wordsFor } from '../text/words.ts';
import { schemeOf } from './ink.ts';
import looks from './looks.css';
import { createRules, make, on } from './markup.ts';
import { floorOf } from './placeholder.ts';
import { createSparks } from './spark.ts';
import css from './ticker.css';
import { createTip } from './tip.ts';
import { linesOf } from './tip-lines.ts';
import { createVoice } from './voice.ts';

export const still = matchMedia('(prefers-reduced-motion: reduce)');
const sheet = new CSSStyleSheet();
sheet.replaceSync(css + looks);

/** Rows that a list keeps a place for while nobody knows how many there will be. */
const LIKELY_COUNT = 5;

/** Builds the inside of an element. `choose` is told of a click and answers whether a tooltip may open. */
export function createFace(host: HTMLElement, choose: (rate: Rate | undefined) => boolean) {
  const root = host.attachShadow({ mode: 'open' });
  const own = new CSSStyleSheet();
  root.adoptedStyleSheets = [sheet, own];
  const setRule = createRules(own);
  const drawSpark = createSparks(setRule);
  const belt = createBelt((rule) => setRule('cells', rule));
  /** Has the page's ink, in sRGB whatever notation the page writes. */
  const probe = make('i', 'probe');
  const holds = createHolds(belt.motion);
  const tip = createTip({
    view: belt.root,
    setRule: (rule) => setRule('tip', rule),
    linesOf: (code) => linesOf(rates.get(code), words),
    choose: (code) => choose(rates.get(code)),
    onOpen: (isOpen) => holds.set('tip', isOpen),
  });
  const pause = make('button', 'pause', { type: 'button' }, make('i', 'icon'));
  const voice = createVoice(host, pause);
  const box = make(
    'section',
    'ticker',
    {},
    voice.empty,
    belt.root,
    tip.root,
    make('div', 'controls', {}, voice.note, pause),
    voice.news,
  );
  let options: Options;
  let words = wordsFor('');
  let rates: Rates = new Map();
  let isOffline = false;
  let isLearning = false;
  let filled = '';

  // Its colour has a transition of a millisecond: the end of it tells that the page has changed, by whichever rule.
  on(probe, 'transitionend', paint);
  on(pause, 'click', () => setPaused(!paused()));
  holds.follow(box, belt.root);
  const letGo = addScrub(belt, (isDragged) => {
    if (isDragged) tip.hide();
    holds.set('drag', isDragged);
  });

  /** Takes the colours that suit the page. */
  function paint(): void {
    const { theme } = options;
    const ink = getComputedStyle(probe).color;
    box.dataset.scheme = theme === 'light' || theme === 'dark' ? theme : schemeOf(ink);
    setRule('page', `.ticker{--page:${ink}}`);
  }

  function render(mayFlash: boolean): void {
    const { look, codes = [...rates.keys()] } = options;
    const shown = isLearning ? [] : codes.flatMap((code) => rates.get(code) ?? []);
    const isBelt = /strip|compact/.test(look);
    const isMoving = isBelt && !still.matches;
    const views: Views = new Map(shown.map((rate) => [rate.base, viewOf(rate, options, words)]));
    const badge = commonBadge(views);
    box.classList.toggle('moving', isMoving);
    box.classList.add(isBelt ? 'belt' : 'block');
    box.classList.toggle('empty', !shown.length);
    if (shown.length && !box.isConnected) {
      setRule('floor', floorOf(host));
      root.replaceChildren(probe, box);
    }
    voice.tell({ views, words, badge, isOffline, known: isLearning ? 0 : rates.size });
    const key = [...views.keys(), look, isMoving].join();
    if (key !== filled) {
      tip.hide();
      belt.fill([...views.keys()], isBelt ? 'belt' : 'block', isMoving);
    }
    filled = key;
    if (badge) for (const view of views.values()) view.badge = '';
    belt.show(views, mayFlash && !still.matches);
    tip.refresh();
    if (look === 'cards') for (const rate of shown) void drawSpark(options, rate);
  }

  function configure(next: Options): void {
    options = next;
    const { look, theme, direction, speed, lang, codes, home } = options;
    words = wordsFor(lang);
    const coming = learnFrom(home, lang);
    isLearning = !!coming;
    void coming?.then(() => {
      if (options !== next) return;
      words = wordsFor(lang);
      isLearning = false;
      name();
      render(false);
    });
    box.className = `ticker as-${look} ${theme} ${direction}`;
    setRule('rows', `.ticker{--rows:${codes?.length ?? LIKELY_COUNT}}`);
    name();
    paint();
    belt.motion.steer(speed, direction === 'left' ? -1 : 1);
    render(false);
  }

  function name(): void {
    box.lang = words.lang;
    box.ariaLabel = words.say('rates');
    pause.title = words.say('pause');
    // Landmarks of one name say nothing: the first ticker of a page is one.
    box.role = document.querySelector(host.localName) === host ? null : 'group';
  }

  return {
    /** Shows what the page has put into the element, or else keeps a place. */
    open(): void {
      if (!root.hasChildNodes()) root.append(probe, host.textContent?.trim() ? make('slot', '') : box);
      belt.fit();
    },
    configure,
    show(next: Rates, mayFlash: boolean): void {
      rates = next;
      render(mayFlash);
    },
    setOffline(next: boolean): void {
      if (isOffline && !next) configure(options);
      isOffline = next;
      render(false);
    },
    hold: holds.set,
    /** Nobody looks: the moment for all widths to be made right. */
    fit: belt.fit,
    paint,
    stop(): void {
      tip.hide();
      letGo();
      holds.release();
      belt.stop();
    },
  };
}
