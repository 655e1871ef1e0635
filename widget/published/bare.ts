// widget: what stands in for the browser where there is none, as on a server that renders pages. The build puts it into
// the module silk-ticker/widget alone: the script that pages embed is not a byte longer.
const { HTMLElement: Base, CSSStyleSheet: Sheet, customElements: registry, matchMedia: match } = globalThis;

class BareElement {}

class BareSheet {
  replaceSync(): void {}
}

/** Nothing is defined, and nothing is asked for: markup is all that a server makes. */
const bareRegistry = { get: () => BareElement, define() {} };
const bareMatch = () => ({ matches: false, addEventListener() {}, removeEventListener() {} });

const bare = {
  HTMLElement: Base ?? BareElement,
  CSSStyleSheet: Sheet ?? BareSheet,
  customElements: registry ?? bareRegistry,
  matchMedia: match?.bind(globalThis) ?? bareMatch,
};
export const { HTMLElement, CSSStyleSheet, customElements, matchMedia } = bare;
