// widget: the script that pages embed. Defines the element and puts one where its tag stands.
import { define } from './define.ts';

// Known only while the script itself runs.
const tag = document.currentScript as HTMLScriptElement | null;
const home = tag ? new URL('.', tag.src).href : '';

define(home);
// Before the page is read whole, nobody knows whether it has an element of its own.
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', place);
else place();

function place(): void {
  if (!tag || document.querySelector('currency-ticker:not([data-placed])')) return;
  const ticker = document.createElement('currency-ticker');
  for (const [name, value = ''] of Object.entries({ 'data-placed': '', src: home, ...tag.dataset })) {
    ticker.setAttribute(name, value);
  }
  if (tag.closest('head')) document.body.prepend(ticker);
  else tag.after(ticker);
}
