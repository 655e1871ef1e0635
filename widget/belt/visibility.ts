// widget: whether anybody can see an element: on the screen, in a tab that is shown.

/** Calls back at every change, the first time soon. Returns how to stop. */
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
