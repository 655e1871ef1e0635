// widget: follows the language of the page, which an application can change without loading a page.

/** What is used of an element. Its own file imports this one, so its class cannot be named here. */
type Ticker = HTMLElement & { attributeChangedCallback(): void };

let isFollowing = false;

/**
 * Makes all tickers of the document read their language again when an attribute `lang` in it changes. One observer is
 * enough for all of them. It holds no element, so a removed ticker leaves nothing behind.
 */
export function followPageLanguage(): void {
  if (isFollowing) return;
  isFollowing = true;
  new MutationObserver(() => {
    for (const ticker of document.querySelectorAll<Ticker>('currency-ticker'))
      ticker.attributeChangedCallback();
  }).observe(document, { subtree: true, attributeFilter: ['lang'] });
}
