/**
 * The colours of our GIFs: 6 bits a primary, and their positions in OkLab, where equal distances look about equally
 * different (Ottosson, "A perceptual color space for image processing", 2020). The two colour axes count double against
 * lightness, which the author later found better for differences (2023).
 */

/** The number of colours with 6 bits a primary. Red is in the upper bits of their numbers, blue in the lower. */
export const binCount = 2 ** 18;

/** How much the two colour axes are stretched relative to lightness. */
const chroma = 2;

const linear = Float64Array.from({ length: 256 }, (_, value) => {
  const v = value / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
});

/**
 * Writes the position of a colour of 0 to 255 a primary to `to[at]`, `to[at + 1]` and `to[at + 2]`: lightness 0 to 1, and
 * the two colour axes.
 */
export function toOklab(r: number, g: number, b: number, to: Float32Array, at: number): void {
  const [red, green, blue] = [linearOf(r), linearOf(g), linearOf(b)];
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  to[at] = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
  to[at + 1] = chroma * (1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s);
  to[at + 2] = chroma * (0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s);
}

function linearOf(value: number): number {
  const below = Math.floor(value);
  const part = value - below;
  return part === 0 ? linear[below]! : linear[below]! * (1 - part) + linear[below + 1]! * part;
}

let table: Float32Array | undefined;

/**
 * Returns the positions of the midpoints of colours with 6 bits a primary: float32 [2^18, 3], one shared array. It is
 * filled only for colours on which `knowBin` was called.
 */
export function binColours(): Float32Array {
  table ??= new Float32Array(3 * binCount).fill(Number.NaN);
  return table;
}

/** Ensures that `binColours` contains a colour. */
export function knowBin(bin: number): void {
  const colours = binColours();
  if (!Number.isNaN(colours[3 * bin]!)) return;
  toOklab(middle(bin >> 12), middle((bin >> 6) & 63), middle(bin & 63), colours, 3 * bin);
}

/** Black and white stay exact, so that plain paper does. */
const middle = (six: number): number => (six === 0 ? 0 : six === 63 ? 255 : 4 * six + 1.5);
