// widget: the script that pages embed. It defines the element and inserts one after its own tag.
import { register } from './element.ts';
import { homeOf } from './home.ts';

// `currentScript` is set only while a classic script runs. It is read from the prototype: an
// `<img name="currentScript">` before the tag hides the document's own property.
const current = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement | null;
// For a module, or a script that a loader has moved, it is null. Then the address is taken from the stack.
const src = current?.src || /https?:\S+?\.js/.exec(`${Error().stack}`)?.[0];
const home = src ? homeOf(src) : '';
const tag = current ?? [...document.querySelectorAll('script')].find((it) => src && it.src.startsWith(src));

// The file name contains a hash of its content, so the script never loads a part of another version.
register(home, (from) => import(`${from}widget/${INTERACTION_PART}.js`));
// The page can contain an element of its own further down, so the whole page has to be parsed first.
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', place);
else place();

function place(): void {
  if (!tag || document.querySelector('currency-ticker:not([data-placed])')) return;
  const ticker = document.createElement('currency-ticker');
  for (const [name, value = ''] of Object.entries({ 'data-placed': '', src: home, ...tag.dataset })) {
    ticker.setAttribute(name, value);
  }
  // A loader may have removed its tag. Then the ticker goes to the start of the body.
  if (tag.closest('body')) tag.after(ticker);
  else document.body.prepend(ticker);
}
