// serve, in the browser: the ticker in the preview's frame, on the ground and at the width that are chosen.
import { CARRIED } from '../../../../attributes.ts';
import { find } from '../../shared/browser/find.ts';
import type { Choice } from '../choice.ts';

/** `section` holds the frame and the tools beside it. */
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
    // Set even where it is the default: the element looks at the page's colour scheme when an attribute is set.
    ticker.setAttribute('theme', shown.theme ?? 'auto');
  }

  /** The frame is as high as what is in it, and whatever has the focus stays clear of the preview above it. */
  function follow(): void {
    const body = frame.contentDocument?.body;
    if (!body) return;
    new ResizeObserver(() => {
      frame.style.height = `${body.offsetHeight}px`;
    }).observe(body);
    draw();
  }

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
