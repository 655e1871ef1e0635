// widget: elements made without markup text, which Trusted Types would refuse.

/** An element with its part (which is its class too), attributes and children. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  part: string,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  const all = { class: part, part, ...attributes };
  for (const [key, value] of Object.entries(all)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Listens to each of several events, named with spaces between. */
export function on(
  target: EventTarget,
  names: string,
  handle: (event: never) => void,
  options?: AddEventListenerOptions | boolean,
): void {
  for (const name of names.split(' ')) target.addEventListener(name, handle as EventListener, options);
}

/** Writes only what differs: an unchanged text costs no layout. */
export function write(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Rules of one element alone, by name, in a sheet of their own: a style attribute would not get past a strict policy.
 */
export function createRules(sheet: CSSStyleSheet) {
  const rules: Record<string, string> = {};
  return (name: string, css: string): void => {
    // A sheet that is replaced costs the styles of every item anew.
    if (rules[name] === css) return;
    rules[name] = css;
    sheet.replaceSync(Object.values(rules).join(''));
  };
}
