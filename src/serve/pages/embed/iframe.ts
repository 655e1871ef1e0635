// serve: the code of an iframe with the ticker, as oEmbed answers it and as the page at / offers it. Pure; also runs in
// the browser.
import { xmlText } from '../../../rates/xml-text.ts';

/** `src` is the address of `/embed` with its query. `height` is in pixels. */
export function iframeOf(src: string, width: number | '100%', height: number): string {
  return `<iframe src="${xmlText(src)}" width="${width}" height="${height}" title="Currency rates" frameborder="0" loading="lazy"></iframe>`;
}
