// serve, in a thread of its own: paints one SVG as PNG. The only importer of resvg.
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { Resvg } from '@resvg/resvg-js';
import { fontPath } from './font.ts';
import type { Order, Painted } from './painter.ts';

const fontFiles = [fontPath('regular'), fontPath('semibold')].map((path) => fileURLToPath(path));

function paint({ svg, scale }: Order): Painted {
  try {
    const image = new Resvg(svg, {
      // The fonts of the machine are not used, so that a picture is the same on every machine.
      font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'Noto Sans' },
      fitTo: { mode: 'zoom', value: scale },
    }).render();
    return { png: image.asPng() };
  } catch (error) {
    return { fault: String(error) };
  }
}

parentPort?.postMessage(paint(workerData as Order));
