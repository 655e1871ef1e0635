// test: the contrast of texts with the background that was painted, read from a picture.
import type { Page } from 'playwright-core';
import type { PaintedText } from './measure.ts';

/** A text with too little contrast. */
export interface FaintText extends PaintedText {
  contrast: number;
  background: string;
}

/** Returns the texts with too little contrast. `bench` is an empty page, which reads the picture. */
export function findFaint(bench: Page, png: Buffer, texts: readonly PaintedText[]): Promise<FaintText[]> {
  return bench.evaluate(
    async ([base64, all]) => {
      const bytes = Uint8Array.from(atob(base64), (it) => it.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext('2d', {
        willReadFrequently: true,
      }) as OffscreenCanvasRenderingContext2D;
      context.drawImage(bitmap, 0, 0);
      const dot = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true }) as typeof context;

      /** The most frequent colour around a rectangle, outside of the border that a badge has there. */
      const backgroundOf = ({ x, y, width, height }: (typeof all)[number]['rect']) => {
        const [left, top] = [Math.floor(x) - 2, Math.floor(y) - 2];
        const [across, down] = [Math.ceil(width) + 5, Math.ceil(height) + 5];
        const { data } = context.getImageData(left, top, across, down);
        const counts = new Map<string, number>();
        for (let at = 0; at < across * down; at += 1) {
          const [column, row] = [at % across, Math.floor(at / across)];
          if (column > 0 && column < across - 1 && row > 0 && row < down - 1) continue;
          const key = data.slice(at * 4, at * 4 + 3).join();
          counts.set(key, (counts.get(key) ?? 0) + 1);
        }
        return [...counts].reduce((most, it) => (it[1] > most[1] ? it : most))[0];
      };
      const colourOn = (background: string, color: string) => {
        for (const style of [`rgb(${background})`, color]) {
          dot.fillStyle = style;
          dot.fillRect(0, 0, 1, 1);
        }
        return [...dot.getImageData(0, 0, 1, 1).data.slice(0, 3)];
      };
      const luminance = (rgb: number[]) => {
        const [r = 0, g = 0, b = 0] = rgb.map((it) =>
          it / 255 <= 0.04045 ? it / 255 / 12.92 : ((it / 255 + 0.055) / 1.055) ** 2.4,
        );
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      return all.flatMap((text) => {
        const background = backgroundOf(text.rect);
        const [a, b] = [
          luminance(colourOn(background, text.color)),
          luminance(background.split(',').map(Number)),
        ];
        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        return contrast < text.required ? [{ ...text, contrast, background }] : [];
      });
    },
    [png.toString('base64'), texts] as const,
  );
}
