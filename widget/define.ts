// widget: defines <currency-ticker>. Exported as silk-ticker/widget.
import type { Rate } from '../src/rates/wire.ts';
import type { State } from './client/options.ts';
import { CurrencyTicker, register } from './element.ts';
import { createInteraction } from './face/interaction.ts';

export { CurrencyTicker };

/**
 * Defines the element. Further calls and further copies of the script do nothing. `home` is the service for elements
 * without `src`.
 */
export function define(home = ''): void {
  register(home, async () => ({ createInteraction }));
}

declare global {
  interface HTMLElementTagNameMap {
    'currency-ticker': CurrencyTicker;
  }
  interface HTMLElementEventMap {
    'ticker:update': CustomEvent<{ rates: Rate[] }>;
    'ticker:state': CustomEvent<{ state: State }>;
    /** Dispatched before the tooltip of a rate opens. Preventable. */
    'ticker:click': CustomEvent<{ rate: Rate }>;
  }
}
