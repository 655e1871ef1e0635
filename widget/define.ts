// widget: defines <currency-ticker>. Also exported as silk-ticker/widget.
import type { Rate } from '../src/rates/wire.ts';
import type { State } from './client/feed.ts';
import { CurrencyTicker, register } from './element.ts';
import { createHands } from './face/hands.ts';

export { CurrencyTicker };

/**
 * Defines the element, once however often it is called or the script is loaded. `home` is the service for elements
 * without `src`.
 */
export function define(home = ''): void {
  register(home, async () => ({ createHands }));
}

declare global {
  interface HTMLElementTagNameMap {
    'currency-ticker': CurrencyTicker;
  }
  interface HTMLElementEventMap {
    'ticker:update': CustomEvent<{ rates: Rate[] }>;
    'ticker:state': CustomEvent<{ state: State }>;
    /** Before the tooltip of a rate opens. */
    'ticker:click': CustomEvent<{ rate: Rate }>;
  }
}
