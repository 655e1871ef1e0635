// widget: whether an element is visible: on the screen, in a visible tab.

/** Calls `onChange` at every change, and once at the start. Returns a function that ends this. */
export function watchVisibility(element: Element, onChange: (isVisible: boolean) => void): () => void {
  let isOnScreen = false;
  const report = () => onChange(isOnScreen && document.visibilityState === 'visible');
  const observer = new IntersectionObserver((entries) => {
    isOnScreen = entries.at(-1)?.isIntersecting ?? false;
    report();
  });
  observer.observe(element);
  document.addEventListener('visibilitychange', report);
  return () => {
    observer.disconnect();
    document.removeEventListener('visibilitychange', report);
  };
}
