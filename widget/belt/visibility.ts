// widget: whether an element is visible: on the screen, in a visible tab.

/** Calls `onChange` at every change, and once at the start. Returns a function that ends this. */
export function watchSeen(element: Element, onChange: (isSeen: boolean) => void): () => void {
  let isOn = false;
  const tell = () => onChange(isOn && document.visibilityState === 'visible');
  const observer = new IntersectionObserver((entries) => {
    isOn = entries.at(-1)?.isIntersecting ?? false;
    tell();
  });
  observer.observe(element);
  document.addEventListener('visibilitychange', tell);
  return () => {
    observer.disconnect();
    document.removeEventListener('visibilitychange', tell);
  };
}
