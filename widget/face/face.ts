// widget: what stands in the shadow root: the belt, the pause button, the tooltip and the voice for screen readers.
import type { Rate } from '../../src/rates/wire.ts';
import { createBelt, type Views } from '../belt/belt.ts';
import { addScrub } from '../belt/drag.ts';
import type { Options } from '../options.ts';
import { paused, setPaused } from '../pause.ts';
import type { Rates } from '../shared-feed.ts';
import { detailsOf, viewOf } from '../text/view.ts';
import { wordsFor } from '../text/words.ts';
import looks from './looks.css';
import { createRules, make, write } from './markup.ts';
import { floorOf } from './placeholder.ts';
import { createSparks } from './spark.ts';
import css from './ticker.css';
import { createTip } from './tip.ts';

/** Hover makes it easier to read; the pause button stops it. */
const SLOW_SHARE = 0.3;

export const still = matchMedia('(prefers-reduced-motion: reduce)');
const sheet = new CSSStyleSheet();
sheet.replaceSync(css + looks);

/** Builds the inside of an element. `choose` is told of a click and answers whether a tooltip may open. */
export function createFace(host: HTMLElement, choose: (rate: Rate | undefined) => boolean) {
  const root = host.attachShadow({ mode: 'open' });
  const own = new CSSStyleSheet();
  root.adoptedStyleSheets = [sheet, own];
  const setRule = createRules(own);
  const drawSpark = createSparks(setRule);
  const belt = createBelt((rule) => setRule('cells', rule));
  const pause = make('button', 'pause', { type: 'button' }, make('i', 'icon'));
  const note = make('span', 'badge note');
  const news = make('p', 'news', { role: 'status' });
  const tip = createTip({
    view: belt.root,
    setRule: (rule) => setRule('tip', rule),
    linesOf(code) {
      const rate = rates.get(code);
      const view = views.get(code);
      return rate && view ? detailsOf(rate, view, words, Date.now()) : [];
    },
    choose(code) {
      const mayOpen = choose(rates.get(code));
      hold('tip', mayOpen);
      return mayOpen;
    },
    onHide: () => hold('tip', false),
  });
  const box = make('section', 'ticker', {}, belt.root, make('div', 'controls', {}, note, pause), news, tip);
  const holds = new Set<string>();
  let options: Options;
  let words = wordsFor('');
  let rates: Rates = new Map();
  let views: Views = new Map();
  let isOffline = false;
  let filled = '';
  let told = '';

  /** Stops the belt for as long as there is a reason. */
  function hold(reason: string, isHeld: boolean): void {
    holds.delete(reason);
    if (isHeld) holds.add(reason);
    belt.motion.run(holds.size ? 0 : box.matches(':hover') ? SLOW_SHARE : 1);
  }

  pause.addEventListener('click', () => setPaused(!paused()));
  for (const name of ['pointerenter', 'pointerleave', 'focusin', 'focusout']) {
    box.addEventListener(name, () => hold('focus', belt.root.matches(':has(:focus-visible)')));
  }
  addScrub(belt, (isDragged) => hold('drag', isDragged));

  /** One polite message when the connection or a rate changes its state, none when figures do. */
  function tell(): void {
    const states = [...views.values()].flatMap(({ name, badge }) => (badge ? `${name}: ${badge}` : []));
    const text = isOffline ? words.say('offline') : states.join(', ') || words.say('rates');
    // Tickers of one page share their state: one of them is enough to speak.
    if (told && told !== text && document.querySelector(host.localName) === host) write(news, text);
    if (views.size) told = text;
    write(note, isOffline ? text : '');
    pause.ariaPressed = String(paused());
  }

  function render(mayFlash: boolean): void {
    const { look, codes = [...rates.keys()] } = options;
    const shown = codes.flatMap((code) => rates.get(code) ?? []);
    const isBelt = /strip|compact/.test(look);
    const isMoving = isBelt && !still.matches;
    views = new Map(shown.map((rate) => [rate.base, viewOf(rate, options, words)]));
    box.classList.toggle('moving', isMoving);
    box.classList.toggle('block', !isBelt);
    if (shown.length && !box.isConnected) {
      setRule('floor', floorOf(host));
      root.replaceChildren(box);
    }
    const key = [...views.keys(), look, isMoving].join();
    if (key !== filled) belt.fill([...views.keys()], isMoving);
    filled = key;
    belt.show(views, mayFlash && !still.matches);
    if (look === 'cards') for (const rate of shown) void drawSpark(options, rate);
    tell();
  }

  return {
    /** Shows what the page has put into the element, or else keeps a place. */
    open(): void {
      if (!root.hasChildNodes()) root.append(host.textContent?.trim() ? make('slot', '') : box);
      belt.start();
    },
    configure(next: Options): void {
      options = next;
      const { look, theme, direction, speed, lang } = options;
      words = wordsFor(lang);
      // A page that declares a scheme is followed; for any other, what the reader has chosen counts.
      box.dataset.scheme = getComputedStyle(document.documentElement).colorScheme;
      box.className = `ticker as-${look} ${theme} ${direction}`;
      box.lang = lang;
      box.ariaLabel = words.say('rates');
      pause.title = words.say('pause');
      belt.motion.steer(speed, direction === 'left' ? -1 : 1);
      render(false);
    },
    show(next: Rates, mayFlash: boolean): void {
      rates = next;
      render(mayFlash);
    },
    setOffline(next: boolean): void {
      isOffline = next;
      tell();
    },
    hold,
    /** Nobody looks: the moment for all widths to be made right. */
    fit: belt.start,
    stop: belt.stop,
  };
}
