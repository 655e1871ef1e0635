// serve, in the browser: the ticker in the preview's frame, with the chosen background and width.
import { CARRIED } from '../../../../attributes.ts';
import { find } from '../../shared/browser/find.ts';
import type { Choice } from '../choice.ts';

/** `section` contains the frame and its controls. */
export function startPreview(frame: HTMLIFrameElement, section: HTMLElement): { show(choice: Choice): void } {
  const phone = find<HTMLInputElement>('[name=phone]', section);
  let shown: Choice = {};

  function draw(): void {
    const root = frame.contentDocument?.documentElement;
    const ticker = root?.querySelector('currency-ticker');
    if (!root || !ticker) return;
    root.dataset.ground = section.querySelector<HTMLInputElement>('[name=ground]:checked')?.value ?? '';
    for (const { name } of CARRIED) {
      const value = shown[name];
      if (value === undefined) ticker.removeAttribute(name);
      else ticker.setAttribute(name, value);
    }
    // Always set: the element reads the page's colour scheme when an attribute is set.
    ticker.setAttribute('theme', shown.theme ?? 'auto');
  }

  /** Keeps the frame as high as its content. */
  function follow(): void {
    const body = frame.contentDocument?.body;
    if (!body) return;
    new ResizeObserver(() => {
      frame.style.height = `${body.offsetHeight}px`;
    }).observe(body);
    draw();
  }

  // A focused element is not scrolled behind the preview, which stays at the top.
  new ResizeObserver(() => {
    document.documentElement.style.scrollPaddingTop = `${section.offsetHeight + 16}px`;
  }).observe(section);
  section.addEventListener('input', () => {
    section.classList.toggle('phone', phone.checked);
    draw();
  });
  frame.addEventListener('load', follow);
  if (frame.contentDocument?.readyState === 'complete') follow();

  return {
    show(choice) {
      shown = choice;
      draw();
    },
  };
}
