// widget: the script that pages embed. Defines the element and puts one where its tag stands.
import { define } from './define.ts';

// Known only while the script itself runs.
const tag = document.currentScript;

define();
if (tag instanceof HTMLScriptElement) {
  const ticker = document.createElement('currency-ticker');
  for (const [name, value] of Object.entries(tag.dataset)) ticker.setAttribute(name, value ?? '');
  if (!ticker.hasAttribute('src')) ticker.setAttribute('src', new URL('.', tag.src).href);
  tag.after(ticker);
}
