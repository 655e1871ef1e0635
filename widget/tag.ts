// widget: the script that pages embed. Defines the element and puts one where its tag stands.
import { register } from './element.ts';
import { homeOf } from './home.ts';

// Known only while a classic script itself runs. Read from the prototype: an `<img name="currentScript">` before the tag
// stands in the place of the property of the document itself.
const current = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement | null;
// A module, or a script that a loader has fetched, has no tag that runs: there the stack tells the address.
const src = current?.src || /https?:\S+?\.js/.exec(`${Error().stack}`)?.[0];
const home = src ? homeOf(src) : '';
const tag = current ?? [...document.querySelectorAll('script')].find((it) => src && it.src.startsWith(src));

// The name has a hash of what is in it: this script and no other of its parts belong together.
register(home, (from) => import(`${from}widget/${HANDS}.js`));
// Before the page is read whole, nobody knows whether it has an element of its own.
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', place);
else place();

function place(): void {
  if (!tag || document.querySelector('currency-ticker:not([data-placed])')) return;
  const ticker = document.createElement('currency-ticker');
  for (const [name, value = ''] of Object.entries({ 'data-placed': '', src: home, ...tag.dataset })) {
    ticker.setAttribute(name, value);
  }
  // A loader may have taken its tag away again.
  if (tag.closest('body')) tag.after(ticker);
  else document.body.prepend(ticker);
}
