import { describe, expect, it } from 'vitest';
import { createGallery } from '../../../src/serve/pictures/gallery.ts';
import { createPainter } from '../../../src/serve/pictures/painter.ts';
import { decodePng } from '../../support/png.ts';

const svg = (width: number, height: number) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="9" height="9"/></svg>`;
const AT = { epoch: 'abcdefgh', seq: 1 };

describe('a painter', () => {
  it('paints in the requested size', async () => {
    const painter = createPainter();
    for (const [width, height, scale] of [
      [320, 100, 1],
      [601, 333, 2],
    ] as const) {
      const png = await painter.paint({ svg: svg(width, height), scale });
      const decoded = decodePng(png ?? new Uint8Array());
      expect([decoded.width, decoded.height]).toEqual([width * scale, height * scale]);
    }
  });

  it('does not block the main thread', async () => {
    const painter = createPainter();
    await painter.paint({ svg: svg(320, 100), scale: 1 });
    let turns = 0;
    let isDone = false;
    const count = () => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    await painter.paint({ svg: svg(1200, 900), scale: 2 });
    isDone = true;
    expect(turns).toBeGreaterThan(20);
  });

  it('rejects what cannot be painted, and paints the next one', async () => {
    const painter = createPainter();
    await expect(painter.paint({ svg: 'no picture', scale: 1 })).rejects.toThrow('was not painted');
    expect(await painter.paint({ svg: svg(320, 100), scale: 1 })).toBeInstanceOf(Uint8Array);
  });

  it('is full while sixteen wait, and drops those that waited for more than five seconds', async () => {
    let nowMs = 10_000;
    const painter = createPainter(() => nowMs);
    const order = { svg: svg(320, 100), scale: 1 };
    const first = painter.paint(order);
    nowMs = 4_000;
    const waiting: Promise<unknown>[] = [];
    while (!painter.isFull()) waiting.push(painter.paint(order));
    expect(waiting).toHaveLength(16);
    nowMs = 10_001;
    expect(await first).not.toBeNull();
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([null]));
    expect(painter.isFull()).toBe(false);
    expect(await painter.paint(order)).not.toBeNull();
  });

  it('pauses after a picture for as long as the painting took', async () => {
    let nowMs = 0;
    const painter = createPainter(() => (nowMs += 200));
    const order = { svg: svg(320, 100), scale: 1 };
    const startedMs = performance.now();
    await Promise.all([painter.paint(order), painter.paint(order)]);
    // By the given clock the first one took 200 ms.
    expect(performance.now() - startedMs).toBeGreaterThan(195);
  });
});

describe('a gallery', () => {
  it('makes a picture once for simultaneous requests, until the position moves', async () => {
    const pictureAt = createGallery<number>();
    let made = 0;
    const make = async () => (made += 1);
    expect(await Promise.all([pictureAt(AT, 'a', make), pictureAt(AT, 'a', make)])).toEqual([1, 1]);
    expect(await pictureAt({ ...AT, seq: 2 }, 'a', make)).toBe(2);
  });

  it('keeps neither an error nor a null', async () => {
    const pictureAt = createGallery<number>();
    await expect(pictureAt(AT, 'a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await pictureAt(AT, 'a', async () => null)).toBeNull();
    expect(await pictureAt(AT, 'a', async () => 7)).toBe(7);
  });

  it('removes the picture first that was not requested for the longest time', async () => {
    const pictureAt = createGallery<string>();
    let made = 0;
    const ask = (key: string) =>
      pictureAt(AT, key, async () => {
        made += 1;
        return key;
      });
    for (let count = 0; count < 128; count += 1) await ask(`${count}`);
    await ask('0');
    await ask('new');
    expect(made).toBe(129);
    await ask('0');
    expect(made).toBe(129);
    await ask('1');
    expect(made).toBe(130);
  });
});
