/**
 * Multi-scale structural similarity (Wang, Simoncelli and Bovik, "Multiscale structural similarity for image quality
 * assessment", 2003): how alike two pictures are, 1 for equal ones. The Progressive GAN paper uses it to measure variety,
 * over pairs of a model's pictures. The figures match those of `training/evaluate/msssim.py`.
 *
 * On each scale, with means m, variances v and covariance c under a Gaussian window,
 *   contrast = (2 c + C2) / (v1 + v2 + C2),  similarity = (2 m1 m2 + C1) / (m1^2 + m2^2 + C1) * contrast,
 * both averaged over places and channels. The result is the product of the contrasts of all scales but the last, and of
 * the similarity of the last, each raised to its scale's weight.
 */

/** Values row major, [height, width, channels]. */
export interface Compared {
  data: ArrayLike<number>;
  width: number;
  height: number;
  channels: number;
}

/** Exponents of the five scales, from fine to coarse. */
const weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];
const windowSize = 11;
const sigma = 1.5;

/**
 * Compares two pictures of the same size.
 * @param range the difference between white and black in their values
 * @returns at most 1; pictures below 16 px have fewer scales, whose weights are scaled to a sum of 1
 * @throws RangeError for pictures of different sizes
 */
export function msSsim(a: Compared, b: Compared, range = 255): number {
  if (a.width !== b.width || a.height !== b.height || a.channels !== b.channels)
    throw new RangeError(
      `Pictures of [${a.height}, ${a.width}, ${a.channels}] and [${b.height}, ${b.width}, ${b.channels}] cannot be compared.`,
    );
  let { width, height } = a;
  const scales = Math.min(weights.length, Math.floor(Math.log2(Math.min(width, height))) + 1);
  const used = weights.slice(0, scales);
  const whole = scales === weights.length ? 1 : used.reduce((sum, weight) => sum + weight, 0);
  let planes = planesOf(a).map((plane, c) => [plane, planeOf(b, c)] as const);
  let product = 1;
  for (const [scale, weight] of used.entries()) {
    let similarity = 0;
    let contrast = 0;
    for (const [p, q] of planes) {
      const found = ssim(p, q, width, height, range);
      similarity += found.similarity / planes.length;
      contrast += found.contrast / planes.length;
    }
    const last = scale === scales - 1;
    product *= Math.max(0, last ? similarity : contrast) ** (weight / whole);
    if (last) break;
    planes = planes.map(([p, q]) => [halved(p, width, height), halved(q, width, height)] as const);
    width >>= 1;
    height >>= 1;
  }
  return product;
}

const planesOf = (picture: Compared) =>
  Array.from({ length: picture.channels }, (_, channel) => planeOf(picture, channel));

function planeOf({ data, width, height, channels }: Compared, channel: number): Float32Array {
  const plane = new Float32Array(width * height);
  for (let i = 0; i < plane.length; i++) plane[i] = data[i * channels + channel]!;
  return plane;
}

/** Averages each 2x2 places; an odd last row or column is dropped. */
function halved(plane: Float32Array, width: number, height: number): Float32Array {
  const w = width >> 1;
  const h = height >> 1;
  const out = new Float32Array(w * h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const at = 2 * y * width + 2 * x;
      out[y * w + x] = (plane[at]! + plane[at + 1]! + plane[at + width]! + plane[at + width + 1]!) / 4;
    }
  }
  return out;
}

/** Returns the mean similarity and contrast over all places at which the window lies within the picture. */
function ssim(p: Float32Array, q: Float32Array, width: number, height: number, range: number) {
  const across = windowOf(Math.min(windowSize, width));
  const down = windowOf(Math.min(windowSize, height));
  // Means, the sum of both squares, and the product: the variances are needed only as their sum.
  const maps = [
    new Float64Array(p),
    new Float64Array(q),
    new Float64Array(p.length),
    new Float64Array(p.length),
  ];
  for (let i = 0; i < p.length; i++) {
    maps[2]![i] = p[i]! * p[i]! + q[i]! * q[i]!;
    maps[3]![i] = p[i]! * q[i]!;
  }
  const [ma, mb, squares, products] = maps.map((map) => blurred(map, width, height, across, down));
  const c1 = (0.01 * range) ** 2;
  const c2 = (0.03 * range) ** 2;
  let similarity = 0;
  let contrast = 0;
  for (let i = 0; i < ma!.length; i++) {
    const x = ma![i]!;
    const y = mb![i]!;
    const one = (2 * (products![i]! - x * y) + c2) / (squares![i]! - x * x - y * y + c2);
    contrast += one;
    similarity += ((2 * x * y + c1) / (x * x + y * y + c1)) * one;
  }
  return { similarity: similarity / ma!.length, contrast: contrast / ma!.length };
}

const windows = new Map<number, Float64Array>();

/** Returns a normalised Gaussian of that many taps; a narrower window has a narrower Gaussian. */
function windowOf(size: number): Float64Array {
  const known = windows.get(size);
  if (known) return known;
  const wide = (sigma * size) / windowSize;
  const taps = Float64Array.from({ length: size }, (_, i) =>
    Math.exp(-0.5 * ((i - (size - 1) / 2) / wide) ** 2),
  );
  const sum = taps.reduce((total, tap) => total + tap, 0);
  const window = taps.map((tap) => tap / sum);
  windows.set(size, window);
  return window;
}

/** Filters the map with the window, at the places where the window lies within the map. */
function blurred(
  map: Float64Array,
  width: number,
  height: number,
  across: Float64Array,
  down: Float64Array,
): Float64Array {
  const w = width - across.length + 1;
  const h = height - down.length + 1;
  const rows = new Float64Array(w * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < w; x++) {
      let sum = 0;
      const from = y * width + x;
      for (let k = 0; k < across.length; k++) sum += across[k]! * map[from + k]!;
      rows[y * w + x] = sum;
    }
  }
  const out = new Float64Array(w * h);
  for (let y = 0; y < h; y++) {
    for (let k = 0; k < down.length; k++) {
      const tap = down[k]!;
      const from = (y + k) * w;
      for (let x = 0; x < w; x++) out[y * w + x]! += tap * rows[from + x]!;
    }
  }
  return out;
}
