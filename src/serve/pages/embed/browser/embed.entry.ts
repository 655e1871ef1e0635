// serve, in the browser: tells the page around the frame how high the ticker is, so that the frame can be made as high.

/** Whoever frames the page may know it: the height is no secret, and a sandboxed owner has no origin to name. */
function tellHeight(): void {
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  parent.postMessage({ type: 'ticker:height', height }, '*');
}

if (parent !== window) {
  // First now, then whenever the look, the width or the words change it.
  new ResizeObserver(tellHeight).observe(document.documentElement);
  // An owner whose script comes late asks by any message.
  addEventListener('message', ({ source }) => {
    if (source === parent) tellHeight();
  });
}
