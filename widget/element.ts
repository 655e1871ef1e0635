// widget: the custom element, which joins feed, figures and motion on one page.
import type { Rate } from '../src/rates/wire.ts';
import { type Belt, createBelt } from './belt.ts';
import type { State } from './client.ts';
import { type Controls, createControls } from './controls.ts';
import { make } from './markup.ts';
import { ATTRIBUTES, type Options, readOptions } from './options.ts';
import { followPause, paused, setPaused } from './pause.ts';
import { watchSeen } from './seen.ts';
import { join, type Seat } from './share.ts';
import css from './ticker.css';
import { type View, viewOf } from './view.ts';
import { type Words, wordsFor } from './words.ts';

let sheet: CSSStyleSheet | undefined;

/** The service that the script came from, for elements without `src`. */
let home = '';
export function setHome(src: string): void {
  home = src;
}

/** `<currency-ticker>`: shows the rates of the service that `src` names. */
export class CurrencyTicker extends HTMLElement {
  static readonly observedAttributes = ATTRIBUTES;

  readonly #box: HTMLElement;
  readonly #belt: Belt;
  readonly #controls: Controls;
  #options: Options = readOptions(this, home);
  #words: Words = wordsFor('en');
  #rates: ReadonlyMap<string, Rate> = new Map();
  #codes: readonly string[] = [];
  #seat: Seat | undefined;
  #src = '';
  #isSeen = false;
  #isHeld = false;
  #isSlow = false;
  #state: State = 'connecting';
  #leave: (() => void)[] = [];

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    sheet ??= sheetOf(css);
    const cells = new CSSStyleSheet();
    root.adoptedStyleSheets = [sheet, cells];
    this.#belt = createBelt((text) => cells.replaceSync(text));
    this.#controls = createControls(() => setPaused(!paused()));
    this.#box = make('section', 'ticker', {}, this.#belt.root, this.#controls.root);
    this.#box.addEventListener('pointerenter', () => this.#slow(true));
    this.#box.addEventListener('pointerleave', () => this.#slow(false));
    this.#belt.root.addEventListener('focusin', () => this.#hold());
    this.#belt.root.addEventListener('focusout', () => this.#hold());
    root.append(make('slot', ''));
  }

  /** How the rates arrive; `offline` while the last ones stay. */
  get state(): State {
    return this.#state;
  }

  connectedCallback(): void {
    const still = matchMedia('(prefers-reduced-motion: reduce)');
    const onStill = () => this.#configure();
    still.addEventListener('change', onStill);
    this.#leave = [
      followPause(() => this.#pauseChanged()),
      watchSeen(this, (isSeen) => this.#seen(isSeen)),
      () => still.removeEventListener('change', onStill),
    ];
    this.#belt.start();
    this.#configure();
  }

  disconnectedCallback(): void {
    for (const leave of this.#leave) leave();
    this.#seat?.leave();
    this.#seat = undefined;
    this.#src = '';
    this.#belt.stop();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#configure();
  }

  #configure(): void {
    this.#options = readOptions(this, home);
    const { src, look, speed, direction, theme, lang } = this.#options;
    this.#words = wordsFor(lang);
    this.#box.className = `ticker ${look} ${theme} to-${direction}`;
    this.#box.setAttribute('aria-label', this.#words.say('rates'));
    const moves = look === 'strip' || look === 'compact';
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#belt.setMoving(moves && !isStill);
    this.#belt.motion.steer(speed, direction);
    if (src !== this.#src) {
      this.#seat?.leave();
      this.#src = src;
      this.#seat = join(src, {
        onRates: (rates) => this.#take(rates),
        onState: (state) => this.#enter(state),
      });
      this.#seat.look(this.#isSeen);
    }
    this.#showControls();
    this.#render();
    this.#run();
  }

  #take(rates: ReadonlyMap<string, Rate>): void {
    this.#rates = rates;
    if (!paused()) this.#render();
  }

  #render(): void {
    if (this.#rates.size === 0) return;
    const codes = (this.#options.codes ?? [...this.#rates.keys()]).filter((code) => this.#rates.has(code));
    const views = new Map<string, View>();
    for (const code of codes) {
      const rate = this.#rates.get(code);
      if (rate) views.set(code, viewOf(rate, this.#options, this.#words));
    }
    if (codes.join() !== this.#codes.join()) {
      this.#codes = codes;
      this.#belt.fill(codes);
    }
    this.#belt.show(views);
    if (!this.#box.isConnected) this.shadowRoot?.replaceChildren(this.#box);
  }

  #enter(state: State): void {
    this.#state = state;
    this.#showControls();
  }

  #showControls(): void {
    this.#controls.show(paused(), this.#state === 'offline', this.#words);
  }

  #pauseChanged(): void {
    this.#showControls();
    if (!paused()) this.#render();
    this.#run();
  }

  #seen(isSeen: boolean): void {
    this.#isSeen = isSeen;
    this.#seat?.look(isSeen);
    this.#run();
  }

  #slow(isSlow: boolean): void {
    this.#isSlow = isSlow;
    this.#run();
  }

  #hold(): void {
    this.#isHeld = this.#belt.root.querySelector(':focus-visible') !== null;
    this.#run();
  }

  #run(): void {
    const runs = this.#isSeen && !this.#isHeld && !paused();
    this.#belt.motion.run(runs, this.#isSlow ? 0.25 : 1);
  }
}

function sheetOf(text: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}
