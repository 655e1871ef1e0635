// widget: defines <currency-ticker>. Also exported as silk-ticker/widget.
import { CurrencyTicker } from './element.ts';

export { CurrencyTicker };

/** Defines the element once, however often it is called or the script is loaded. */
export function define(): void {
  if (!customElements.get('currency-ticker')) customElements.define('currency-ticker', CurrencyTicker);
}

declare global {
  interface HTMLElementTagNameMap {
    'currency-ticker': CurrencyTicker;
  }
}
