// widget: defines <currency-ticker>. Also exported as silk-ticker/widget.
import { CurrencyTicker, setHome } from './element.ts';

export { CurrencyTicker };

/**
 * Defines the element, once however often it is called or the script is loaded. `home` is the service for elements
 * without `src`.
 */
export function define(home = ''): void {
  if (customElements.get('currency-ticker')) return;
  setHome(home);
  customElements.define('currency-ticker', CurrencyTicker);
}

declare global {
  interface HTMLElementTagNameMap {
    'currency-ticker': CurrencyTicker;
  }
}
