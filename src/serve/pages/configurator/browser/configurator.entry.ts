// serve, in the browser: the script of the page at /. It applies the choice to the preview, the snippets and the
// address.
import { startCopying } from '../../shared/browser/copy.ts';
import { find } from '../../shared/browser/find.ts';
import { queryOf, readChoice } from '../choice.ts';
import { type Pinned, waysOf } from '../ways.ts';
import { createForm } from './form.ts';
import { startPreview } from './preview.ts';

const { base, codes, pinned } = JSON.parse(find('main').dataset.facts ?? '') as {
  base: string;
  codes: string[];
  pinned: Pinned;
};
// Without PUBLIC_URL only the browser knows the address of the service.
const address = base || new URL('.', location.href).href.replace(/\/$/, '');
const form = createForm(find<HTMLFormElement>('form'), codes);
const preview = startPreview(find<HTMLIFrameElement>('iframe'), find('.preview'));

/** The language of the page itself. All other parameters are the choice. */
const UI = 'ui';

function show(): void {
  const choice = form.read();
  preview.show(choice);
  for (const { name, code, policy } of waysOf(choice, address, pinned, codes)) {
    const card = find(`[data-way=${name}]`);
    find('[data-part=code]', card).textContent = code;
    find('[data-part=policy]', card).textContent = policy;
  }
  const query = queryOf(choice);
  const ui = new URLSearchParams(location.search).get(UI);
  const search = [ui && `${UI}=${ui}`, query].filter(Boolean).join('&');
  history.replaceState(null, '', search ? `?${search}` : location.pathname);
  for (const link of document.querySelectorAll<HTMLAnchorElement>('footer [hreflang]')) {
    link.href = `?${UI}=${link.hreflang}${query && `&${query}`}`;
  }
}

function restore(): void {
  form.write(readChoice(new URLSearchParams(location.search), codes));
  show();
}

form.onChange(show);
startCopying(find('.ways'), find('.announcement'));
restore();
// When the browser goes back to this page, it may restore a form that differs from the address.
addEventListener('pageshow', restore);
