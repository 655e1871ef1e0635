// serve, in the browser: tells the page around the frame how high the ticker is, so that the frame can be made as high.

/** WordPress gives the frame of a post this name, and listens to who knows it. */
const secret = /secret=([a-zA-Z0-9]+)/.exec(location.hash)?.[1];
/** What is lower it makes this high: then the height of the oEmbed answer, which it has already, is the better one. */
const WORDPRESS_MIN = 200;

/** Whoever frames the page may know it: the height is no secret, and a sandboxed owner has no origin to name. */
function tellHeight(): void {
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  parent.postMessage({ type: 'ticker:height', height }, '*');
  if (secret !== undefined && height >= WORDPRESS_MIN)
    parent.postMessage({ message: 'height', value: height, secret }, '*');
}

if (parent !== window) {
  // First now, then whenever the look, the width or the words change it.
  new ResizeObserver(tellHeight).observe(document.documentElement);
  // An owner whose script comes late asks by any message.
  addEventListener('message', ({ source }) => {
    if (source === parent) tellHeight();
  });
}
