// widget: the script that pages embed. Defines the element and puts one where its tag stands.
import { define } from './define.ts';
import { setHome } from './element.ts';

// Known only while the script itself runs.
const tag = document.currentScript;

if (tag instanceof HTMLScriptElement) {
  setHome(new URL('.', tag.src).href);
  define();
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => place(tag));
  else place(tag);
} else define();

/** A page that has its own element wants no other. */
function place(tag: HTMLScriptElement): void {
  const own = [...document.querySelectorAll('currency-ticker')].some((it) => !it.hasAttribute('data-placed'));
  if (own) return;
  const ticker = document.createElement('currency-ticker');
  ticker.setAttribute('data-placed', '');
  for (const [name, value] of Object.entries(tag.dataset)) ticker.setAttribute(name, value ?? '');
  if (!ticker.hasAttribute('src')) ticker.setAttribute('src', new URL('.', tag.src).href);
  if (document.head.contains(tag)) document.body.prepend(ticker);
  else tag.after(ticker);
}
