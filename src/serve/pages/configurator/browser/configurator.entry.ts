// serve, in the browser: what is chosen on the page at / goes to the live ticker and into the tag below it.

const form = find<HTMLFormElement>('form');
const tag = find<HTMLElement>('pre');
const button = find<HTMLButtonElement>('button');
// Without PUBLIC_URL only the browser knows by which name the service was called.
const base = tag.dataset.base || new URL('.', location.href).href.replace(/\/$/, '');

const NAMES = 'codes look theme lang direction digits decimals per speed invert'.split(' ');

function find<T extends Element>(selector: string): T {
  const found = document.querySelector<T>(selector);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return found;
}

/** Choices that are the default stand in no tag. */
function chosen(): Map<string, string> {
  const attributes = new Map<string, string>();
  const boxes = [...form.querySelectorAll<HTMLInputElement>('[name=codes]')];
  const codes = boxes.filter((box) => box.checked).map((box) => box.value);
  if (codes.length > 0 && codes.length < boxes.length) attributes.set('codes', codes.join(','));
  for (const select of form.querySelectorAll('select')) {
    if (select.selectedIndex === 0) continue;
    const [name = '', value = ''] = select.value.includes('=')
      ? select.value.split('=')
      : [select.name, select.value];
    attributes.set(name, value);
  }
  const speed = find<HTMLInputElement>('[name=speed]');
  if (speed.value !== speed.defaultValue) attributes.set('speed', speed.value);
  if (find<HTMLInputElement>('[name=invert]').checked) attributes.set('invert', '');
  return attributes;
}

function show(): void {
  const attributes = chosen();
  const data = [...attributes].map(([name, value]) => ` data-${name}${value && `="${value}"`}`);
  tag.textContent = `<script async src="${base}/widget.js"${data.join('')}></script>`;
  button.textContent = 'Copy';
  const ticker = document.querySelector('currency-ticker');
  for (const name of NAMES) {
    const value = attributes.get(name);
    if (value === undefined) ticker?.removeAttribute(name);
    else ticker?.setAttribute(name, value);
  }
}

form.addEventListener('input', show);
button.addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(tag.textContent ?? '');
    button.textContent = 'Copied';
  } catch {
    getSelection()?.selectAllChildren(tag);
    button.textContent = 'Selected: copy it now';
  }
});
form.reset();
show();
