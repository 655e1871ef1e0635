// widget: elements made without markup text, which Trusted Types would refuse.

/** An element with parts (which are its classes too), attributes and children. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  parts: string,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (parts !== '') {
    element.className = parts;
    element.part.value = parts;
  }
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Writes only what differs: an unchanged text costs no layout. */
export function write(node: Element, text: string): boolean {
  if (node.textContent === text) return false;
  node.textContent = text;
  return true;
}
