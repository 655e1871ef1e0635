// widget: creates elements without markup text, because Trusted Types refuse that.

/** Creates an element with attributes and children. `part` is its `part` and its class. */
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

/** Listens to several events. `names` are separated by spaces. */
export function on(
  target: EventTarget,
  names: string,
  handle: (event: never) => void,
  options?: AddEventListenerOptions | boolean,
): void {
  for (const name of names.split(' ')) target.addEventListener(name, handle as EventListener, options);
}

/** Replaces the text if it differs. An unchanged text costs no layout. */
export function write(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Returns a setter for named rules in a sheet of one element. A strict policy forbids style attributes.
 */
export function createRules(sheet: CSSStyleSheet) {
  const rules: Record<string, string> = {};
  return (name: string, css: string): void => {
    // A replaced sheet makes the browser compute the styles of every item again.
    if (rules[name] === css) return;
    rules[name] = css;
    sheet.replaceSync(Object.values(rules).join(''));
  };
}
