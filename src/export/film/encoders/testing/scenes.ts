/** Frames to encode, and settings for them. */
import type { FilmSettings } from '../../contract.ts';

export type Pixels = Uint8ClampedArray<ArrayBuffer>;

export const settingsOf = (wished: Partial<FilmSettings>): FilmSettings => ({
  ...{ format: 'gif', width: 64, height: 48, fps: 25, frames: 1, loop: true, quality: 0.75, alpha: false },
  ...{ recipe: null, ...wished },
});

/** A smoothly shaded ball that moves over smoothly shaded paper: many more colours than a palette has. */
export function smoothFrames(count: number, width: number, height: number): Pixels[] {
  return Array.from({ length: count }, (_, i) => {
    const pixels = new Uint8ClampedArray(4 * width * height);
    const [cx, cy] = [width * (0.3 + (0.4 * i) / count), height * 0.5];
    for (let p = 0; p < width * height; p++) {
      const [x, y] = [p % width, Math.floor(p / width)];
      const far = Math.hypot(x - cx, y - cy) / (0.35 * height);
      const paper = [225 - (30 * y) / height, 205 - (20 * x) / width, 190];
      const ball = [235 - 120 * far, 150 - 90 * far, 110 - 60 * far + (20 * x) / width];
      pixels.set([...(far < 1 ? ball : paper), 255], 4 * p);
    }
    return pixels;
  });
}

/**
 * Blocks of few colours, some of which change. @param inks r, g, b each. @param cells indices of inks, or -1 for
 * transparent
 */
export function blockFrames(
  inks: readonly number[][],
  cells: readonly (readonly number[])[],
  width: number,
): Pixels[] {
  return cells.map((indices) => {
    const pixels = new Uint8ClampedArray(4 * indices.length);
    indices.forEach((ink, p) => {
      pixels.set(ink < 0 ? [0, 0, 0, 0] : [...inks[ink % inks.length]!, 255], 4 * p);
    });
    if (indices.length % width) throw new Error('blocks that fill no rectangle');
    return pixels;
  });
}

/** In decibels, over red, green and blue of all frames. */
export function psnr(wanted: readonly Uint8ClampedArray[], got: readonly Uint8ClampedArray[]): number {
  let sum = 0;
  let count = 0;
  wanted.forEach((frame, f) => {
    for (let i = 0; i < frame.length; i++) {
      if (i % 4 === 3) continue;
      sum += (frame[i]! - got[f]![i]!) ** 2;
      count += 1;
    }
  });
  return 10 * Math.log10(255 ** 2 / (sum / count));
}
