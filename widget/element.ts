// widget: the custom element. It shows what its feed delivers.
import type { Rate } from '../src/rates/wire.ts';
import { watchVisibility } from './belt/visibility.ts';
import type { State } from './client/options.ts';
import { createFace, still } from './face/face.ts';
import type { LoadInteraction } from './face/interaction.ts';
import { ATTRIBUTES, readOptions } from './options.ts';
import { followPause, paused, setPaused } from './pause.ts';
import { type FeedMembership, joinFeed, type Rates } from './shared-feed.ts';

/** A service that restarts is back within seconds. Shorter breaks are not shown. */
const OFFLINE_MS = 2_000;

let home = '';
let loadInteraction: LoadInteraction;

/**
 * Defines the element. A second call does nothing. `src` is the service for elements without the attribute `src`: the
 * one that served the script.
 */
export function register(src: string, load: LoadInteraction): void {
  if (customElements.get('currency-ticker')) return;
  home = src;
  loadInteraction = load;
  customElements.define('currency-ticker', CurrencyTicker);
}

/**
 * `<currency-ticker>`: shows the rates of the service that `src` names. It dispatches `ticker:update` when the shown
 * figures change, `ticker:state` when its connection changes, and `ticker:click` before a tooltip opens. The page can
 * prevent that tooltip with `preventDefault()`.
 */
export class CurrencyTicker extends HTMLElement {
  static readonly observedAttributes = ATTRIBUTES;

  readonly #face = createFace(this, loadInteraction, (rate) => this.#dispatch('click', { rate }));
  #rates: Rates = new Map();
  #state: State = 'connecting';
  #membership: FeedMembership | undefined;
  /** Undefined while the element is not on a page. */
  #src: string | undefined;
  #isVisible = false;
  #hasShown = false;
  #offlineTimer: ReturnType<typeof setTimeout> | undefined;
  #leave: (() => void)[] = [];

  /** How the rates arrive. `offline`: the last figures stay on the page. */
  get state(): State {
    return this.#state;
  }

  /** The newest known rates. During a pause they are newer than the shown ones. */
  get rates(): Rate[] {
    return [...this.#rates.values()];
  }

  /** Whether the tickers of this page are paused. */
  get paused(): boolean {
    return paused();
  }

  /** Stops the motion and the updates of all tickers of the page. */
  pause(): void {
    setPaused(true);
  }

  /** Ends the pause of all tickers of the page and shows the newest figures. */
  resume(): void {
    setPaused(false);
  }

  connectedCallback(): void {
    const configure = () => this.#configure();
    still.addEventListener('change', configure);
    this.#leave = [
      () => still.removeEventListener('change', configure),
      followPause(() => this.#pauseChanged()),
      watchVisibility(this, (isVisible) => this.#visibilityChanged(isVisible)),
    ];
    this.#face.mount();
    configure();
    this.#pauseChanged();
  }

  disconnectedCallback(): void {
    for (const leave of this.#leave) leave();
    clearTimeout(this.#offlineTimer);
    this.#offlineTimer = undefined;
    this.#leaveFeed();
    this.#src = undefined;
    this.#face.stop();
  }

  attributeChangedCallback(): void {
    if (this.#src !== undefined) this.#configure();
  }

  #configure(): void {
    const options = readOptions(this, home);
    this.#face.configure(options);
    if (options.src === this.#src) return;
    this.#leaveFeed();
    this.#src = options.src;
    // An invalid address is shown like a service that does not answer.
    if (!options.src) {
      this.#enter('offline');
      return;
    }
    this.#membership = joinFeed(options.src, {
      onRates: (rates) => {
        this.#rates = rates;
        this.#show();
      },
      onState: (state) => this.#enter(state),
    });
    this.#membership.setVisible(this.#isVisible);
  }

  #leaveFeed(): void {
    this.#membership?.leave();
    this.#membership = undefined;
  }

  /** Shows the known rates. During a pause only the first figures are shown. */
  #show(): void {
    if (!this.#rates.size || (paused() && this.#hasShown)) return;
    this.#face.show(this.#rates, this.#hasShown);
    this.#hasShown = true;
    this.#dispatch('update', { rates: this.rates });
  }

  #enter(state: State): void {
    // A new attempt is no news: the state stays `offline` until an answer arrives.
    if (state === 'connecting') return;
    if (state === 'offline' && this.#offlineTimer) return;
    clearTimeout(this.#offlineTimer);
    const enter = () => {
      this.#offlineTimer = undefined;
      if (state === this.#state) return;
      this.#state = state;
      this.#face.setOffline(state === 'offline');
      this.#dispatch('state', { state });
    };
    if (state === 'offline') this.#offlineTimer = setTimeout(enter, OFFLINE_MS);
    else enter();
  }

  #pauseChanged(): void {
    this.#face.setStop('pause', paused());
    this.#face.setOffline(this.#state === 'offline');
    this.#show();
  }

  #visibilityChanged(isVisible: boolean): void {
    this.#isVisible = isVisible;
    this.#membership?.setVisible(isVisible);
    this.#face.setStop('hidden', !isVisible);
    if (isVisible) this.#face.updateColours();
    else this.#face.remeasure();
  }

  /** Dispatches an event. Returns false when the page has prevented it. */
  #dispatch(name: string, detail: unknown): boolean {
    const init = { detail, bubbles: true, composed: true, cancelable: name === 'click' };
    return this.dispatchEvent(new CustomEvent(`ticker:${name}`, init));
  }
}
