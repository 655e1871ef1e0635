// serve, in the browser: finds an element of the page. Throws if it is missing: then page and script do not match.

export function find<Found extends HTMLElement>(selector: string, within: ParentNode = document): Found {
  const found = within.querySelector<Found>(selector);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return found;
}
