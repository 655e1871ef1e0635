// widget: stand-ins for the browser, for servers that render pages. The build adds them to the module silk-ticker/widget
// alone. The script that pages embed does not contain them.
const { HTMLElement: Base, CSSStyleSheet: Sheet, customElements: registry, matchMedia: match } = globalThis;

class BareElement {}

class BareSheet {
  replaceSync(): void {}
}

/** Defines nothing: a server only writes markup. */
const bareRegistry = { get: () => BareElement, define() {} };
const bareMatch = () => ({ matches: false, addEventListener() {}, removeEventListener() {} });

const bare = {
  HTMLElement: Base ?? BareElement,
  CSSStyleSheet: Sheet ?? BareSheet,
  customElements: registry ?? bareRegistry,
  matchMedia: match?.bind(globalThis) ?? bareMatch,
};
/** Those of the browser where there is one, and the stand-ins elsewhere. */
export const { HTMLElement, CSSStyleSheet, customElements, matchMedia } = bare;
