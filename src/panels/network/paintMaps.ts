/** Paints feature maps: zero in the colour of the panel, positive values warm, negative values cold. */
import type { FeatureMaps } from '../../commands/network/read.ts';

/** The most pixels a side that a map is painted with; larger maps are averaged down. */
const mostSide = 64;
const shades = 255;

/** Returns the number of maps in a row. */
export function columnsFor(maps: number, most: number): number {
  return Math.min(most, Math.max(1, Math.ceil(Math.sqrt(maps))));
}

/** Returns the largest magnitude in a map. */
export function largestOf(data: Float32Array): number {
  let largest = 0;
  for (const value of data) {
    const size = value < 0 ? -value : value;
    if (size > largest) largest = size;
  }
  return largest;
}

/**
 * Returns the magnitude shown in full colour when maps of a layer are compared: three times their root mean square, so one strong map
 * does not leave the others dark. After PixelNorm it is 3 for every face, which prevents flicker during a drag.
 */
export function scaleOf(data: Float32Array): number {
  let sum = 0;
  for (const value of data) sum += value * value;
  return 3 * Math.sqrt(sum / Math.max(1, data.length));
}

/**
 * Paints all maps of a layer onto one canvas, row by row without gaps.
 * @param scale magnitude shown in full colour
 */
export function paintMaps(
  canvas: HTMLCanvasElement,
  { data, channels, width, height }: FeatureMaps,
  columns: number,
  scale = scaleOf(data),
): void {
  const step = Math.max(1, Math.ceil(width / mostSide));
  const [wide, high] = [Math.floor(width / step), Math.floor(height / step)];
  const sheet = sheetOf(canvas, wide * columns, high * Math.ceil(channels / columns));
  if (!sheet) return;
  const colours = coloursOf(canvas);
  const factor = scale > 0 ? shades / (scale * step * step) : 0;
  for (let map = 0; map < channels; map++) {
    const corner = Math.floor(map / columns) * high * canvas.width + (map % columns) * wide;
    for (let y = 0; y < high; y++) {
      const [to, from] = [corner + y * canvas.width, (map * height + y * step) * width];
      for (let x = 0; x < wide; x++) {
        const value = factor * (step === 1 ? data[from + x]! : sumOf(data, from + x * step, width, step));
        // Half a shade more, and cut off, is rounded.
        const shade = Math.max(-shades, Math.min(shades, value)) + shades + 0.5;
        sheet.pixels[to + x] = colours[shade | 0]!;
      }
    }
  }
  sheet.context.putImageData(sheet.image, 0, 0);
}

/** Of a square of values. */
function sumOf(data: Float32Array, from: number, width: number, side: number): number {
  let sum = 0;
  for (let dy = 0; dy < side; dy++) for (let dx = 0; dx < side; dx++) sum += data[from + dy * width + dx]!;
  return sum;
}

interface Sheet {
  context: CanvasRenderingContext2D;
  image: ImageData;
  /** Of the image: little-endian RGBA. */
  pixels: Uint32Array;
}

/** The image of each canvas, kept as long as the canvas keeps its size, since maps arrive many times a second. */
const sheets = new WeakMap<HTMLCanvasElement, Sheet>();

function sheetOf(canvas: HTMLCanvasElement, width: number, height: number): Sheet | null {
  const known = sheets.get(canvas);
  if (known?.image.width === width && known.image.height === height) return known;
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return null;
  const image = context.createImageData(width, height);
  const sheet = { context, image, pixels: new Uint32Array(image.data.buffer) };
  sheets.set(canvas, sheet);
  return sheet;
}

/** Little-endian RGB. */
const [warmHeat, coldHeat] = [0x1478ff, 0xffaa3c];

/** Paints one map as heat, transparent where it is zero. */
export function paintHeat(
  canvas: HTMLCanvasElement,
  map: Float32Array,
  width: number,
  height: number,
  scale: number,
): void {
  const sheet = sheetOf(canvas, width, height);
  if (!sheet) return;
  map.forEach((value, place) => {
    const share = Math.min(1, Math.abs(value) / Math.max(scale, 1e-9));
    sheet.pixels[place] = (value < 0 ? coldHeat : warmHeat) | (Math.round(230 * share) << 24);
  });
  sheet.context.putImageData(sheet.image, 0, 0);
}

/** By theme. */
const known = new Map<string, Uint32Array>();

/** Returns the theme's colours from full cold through zero to full warm, as little-endian RGBA. */
function coloursOf(element: Element): Uint32Array {
  // Not `getComputedStyle` each time: it would make the browser compute all styles in the middle of a frame.
  const theme = document.documentElement.dataset.theme ?? '';
  const ready = known.get(theme);
  if (ready) return ready;
  const style = getComputedStyle(element);
  const [none, warm, cold] = ['--bg', '--a', '--b'].map((name) => rgb(style.getPropertyValue(name).trim()));
  const table = new Uint32Array(2 * shades + 1);
  for (let shade = -shades; shade <= shades; shade++) {
    // An exponent below 1 keeps small values visible.
    const share = (Math.abs(shade) / shades) ** 0.7;
    const end = shade < 0 ? cold! : warm!;
    const [red, green, blue] = none!.map((from, i) => Math.round(from + share * (end[i]! - from)));
    table[shades + shade] = (0xff000000 | (blue! << 16) | (green! << 8) | red!) >>> 0;
  }
  known.set(theme, table);
  return table;
}

function rgb(text: string): number[] {
  const value = Number.parseInt(text.replace('#', '').slice(0, 6), 16);
  return Number.isNaN(value) ? [128, 128, 128] : [value >> 16, (value >> 8) & 255, value & 255];
}
