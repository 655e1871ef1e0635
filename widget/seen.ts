// widget: whether anybody can see an element: near the screen, in a tab that is shown.

/** Motion is under way before the strip scrolls into sight. */
const MARGIN = '100px';

/** Calls back at every change, the first time soon. Returns how to stop. */
export function watchSeen(element: Element, onChange: (isSeen: boolean) => void): () => void {
  let isNear = false;
  const tell = () => onChange(isNear && document.visibilityState === 'visible');
  const observer = new IntersectionObserver(
    (entries) => {
      isNear = entries.at(-1)?.isIntersecting ?? false;
      tell();
    },
    { rootMargin: MARGIN },
  );
  observer.observe(element);
  document.addEventListener('visibilitychange', tell);
  return () => {
    observer.disconnect();
    document.removeEventListener('visibilitychange', tell);
  };
}
