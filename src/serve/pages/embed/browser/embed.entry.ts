// serve, in the browser: sends the height of the ticker to the page around the iframe, which can set it.

/** Any origin may receive the height: it is not secret, and the origin of a sandboxed parent is `null`. */
function sendHeight(): void {
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  parent.postMessage({ type: 'ticker:height', height }, '*');
}

if (parent !== window) {
  // The observer also calls once at the start.
  new ResizeObserver(sendHeight).observe(document.documentElement);
  // A parent whose script starts late requests the height by any message.
  addEventListener('message', ({ source }) => {
    if (source === parent) sendHeight();
  });
}
