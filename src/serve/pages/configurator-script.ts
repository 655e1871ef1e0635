// serve: the script of the page at /: what is chosen goes to the live ticker and into the tag below it.

/** Inline, admitted by its hash. Choices that are the default stand in no tag. */
export const CHOOSER = `
const form = document.querySelector('form');
const tag = document.querySelector('pre');
const button = document.querySelector('button');
// Without PUBLIC_URL only the browser knows by which name the service was called.
const base = tag.dataset.base || new URL('.', location.href).href.replace(/\\/$/, '');

function chosen() {
  const attributes = {};
  const boxes = [...form.elements.namedItem('codes')];
  const codes = boxes.filter((box) => box.checked).map((box) => box.value);
  if (codes.length > 0 && codes.length < boxes.length) attributes.codes = codes.join(',');
  for (const select of form.querySelectorAll('select')) {
    if (select.selectedIndex === 0) continue;
    const [name, value] = select.value.includes('=') ? select.value.split('=') : [select.name, select.value];
    attributes[name] = value;
  }
  const speed = form.elements.namedItem('speed');
  if (speed.value !== speed.defaultValue) attributes.speed = speed.value;
  if (form.elements.namedItem('invert').checked) attributes.invert = '';
  return attributes;
}

function show() {
  const attributes = chosen();
  const data = Object.entries(attributes).map(([name, value]) => ' data-' + name + (value && '="' + value + '"'));
  tag.textContent = '<script async src="' + base + '/widget.js"' + data.join('') + '><\\/script>';
  button.textContent = 'Copy';
  const ticker = document.querySelector('currency-ticker');
  if (!ticker) return;
  for (const name of ['codes', 'look', 'theme', 'lang', 'direction', 'digits', 'decimals', 'per', 'speed', 'invert']) {
    if (name in attributes) ticker.setAttribute(name, attributes[name]);
    else ticker.removeAttribute(name);
  }
}

form.addEventListener('input', show);
button.addEventListener('click', async () => {
  try { await navigator.clipboard.writeText(tag.textContent); button.textContent = 'Copied' }
  catch { getSelection().selectAllChildren(tag); button.textContent = 'Selected: copy it now' }
});
form.reset();
show();
`;
