// widget: the custom element.
import type { Snapshot } from '../src/rates/wire.ts';

/** `<currency-ticker>`: shows the rates of the service that `src` names. */
export class CurrencyTicker extends HTMLElement {
  connectedCallback(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    fetch(new URL('rates', this.getAttribute('src') ?? location.href))
      .then((response) => response.json() as Promise<Snapshot>)
      .then(({ rates }) => {
        const list = document.createElement('ul');
        for (const { pair, display, change } of rates) {
          const item = document.createElement('li');
          item.textContent = `${pair} ${display} ${change ? `${change.percent}%` : '—'}`;
          list.append(item);
        }
        root.replaceChildren(list);
      })
      .catch(() => root.replaceChildren(document.createElement('slot')));
  }
}
