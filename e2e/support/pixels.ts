/** Pictures as numbers. The browser decodes files, so the app's code never checks itself. */
import type { Locator, Page } from '@playwright/test';

export interface Pixels {
  width: number;
  height: number;
  /** RGBA, row major. */
  data: Uint8Array;
}

interface Encoded {
  width: number;
  height: number;
  base64: string;
}

const decode = ({ width, height, base64 }: Encoded): Pixels => ({
  width,
  height,
  data: new Uint8Array(Buffer.from(base64, 'base64')),
});

/** A canvas's pixels, at its own size. */
export async function canvasPixels(canvas: Locator): Promise<Pixels> {
  return decode(
    await canvas.evaluate((element: HTMLCanvasElement) => {
      const { width, height } = element;
      const copy = new OffscreenCanvas(width, height);
      const context = copy.getContext('2d');
      if (!context) throw new Error('no 2d context');
      context.drawImage(element, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      let text = '';
      for (const byte of data) text += String.fromCharCode(byte);
      return { width, height, base64: btoa(text) };
    }),
  );
}

export interface GifFrame extends Pixels {
  /** Milliseconds. */
  duration: number;
}

/** All frames of an image file, composed as a viewer shows them. `repetitions` is Infinity for an endless loop, 0 for none. */
export async function decodeImage(
  page: Page,
  bytes: Buffer,
  type: 'image/gif' | 'image/png',
): Promise<{ frames: GifFrame[]; repetitions: number }> {
  const result = await page.evaluate(
    async ({ base64, type }) => {
      const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const decoder = new ImageDecoder({ data, type });
      await decoder.tracks.ready;
      await decoder.completed;
      const track = decoder.tracks.selectedTrack;
      if (!track) throw new Error('no image in the file');
      const frames = [];
      for (let frameIndex = 0; frameIndex < track.frameCount; frameIndex++) {
        const { image } = await decoder.decode({ frameIndex });
        const canvas = new OffscreenCanvas(image.displayWidth, image.displayHeight);
        const context = canvas.getContext('2d');
        if (!context) throw new Error('no 2d context');
        context.drawImage(image, 0, 0);
        const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
        let text = '';
        for (const byte of pixels) text += String.fromCharCode(byte);
        frames.push({
          width: canvas.width,
          height: canvas.height,
          base64: btoa(text),
          duration: (image.duration ?? 0) / 1000,
        });
        image.close();
      }
      return { frames, repetitions: track.repetitionCount };
    },
    { base64: bytes.toString('base64'), type },
  );
  return {
    frames: result.frames.map((frame) => ({ ...decode(frame), duration: frame.duration })),
    repetitions: result.repetitions,
  };
}

/** Largest and mean difference between two pictures over red, green and blue, in steps of 255. */
export function difference(one: Pixels, other: Pixels): { largest: number; mean: number } {
  if (one.width !== other.width || one.height !== other.height) {
    throw new Error(`${one.width}x${one.height} against ${other.width}x${other.height}`);
  }
  let largest = 0;
  let sum = 0;
  let count = 0;
  for (let i = 0; i < one.data.length; i++) {
    if (i % 4 === 3) continue;
    const off = Math.abs(one.data[i]! - other.data[i]!);
    largest = Math.max(largest, off);
    sum += off;
    count += 1;
  }
  return { largest, mean: sum / count };
}

/** How many colours a picture has; a blank one has one. */
export function colourCount({ data }: Pixels): number {
  const colours = new Set<number>();
  for (let i = 0; i < data.length; i += 4) {
    colours.add((data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!);
  }
  return colours.size;
}

/** Means of two by two pixels. */
export function halved({ width, height, data }: Pixels): Pixels {
  const small = { width: width / 2, height: height / 2, data: new Uint8Array(width * height) };
  for (let i = 0; i < small.data.length; i++) {
    const pixel = i >> 2;
    const first = 4 * (2 * Math.floor(pixel / small.width) * width + 2 * (pixel % small.width)) + (i & 3);
    const sum = data[first]! + data[first + 4]! + data[first + 4 * width]! + data[first + 4 * width + 4]!;
    small.data[i] = Math.round(sum / 4);
  }
  return small;
}
