/**
 * How much the picture changes at each step of a walk: the paper's claim that latent space is smooth, as numbers.
 *
 * A picture is RGBA, uint8 [height * width * 4]; alpha is left out. With x and y two pictures and n = 3 * pixels,
 *   rms(x, y) = sqrt(sum (x_i - y_i)^2 / n) / 255,
 * so that 0 is no change and 1 is from black to white everywhere. Values are taken as they are shown (sRGB), which is
 * closer to what an eye sees than linear light.
 *
 * `structuralChange` tells moving or reshaping parts from a drift in brightness: with s the mean structural similarity
 * (Wang, Bovik, Sheikh and Simoncelli, 2004, eq. 13) of the luma over blocks of 8 x 8 pixels, it is (1 - s) / 2, 0 to 1.
 */
export type Picture = Uint8ClampedArray;

export interface ChangeSummary {
  mean: number;
  /** The largest step's distance from the mean, in per cent of the mean; 0 for perfectly even steps. */
  unevenness: number;
  /** Sum of the steps: the length of the walk in pictures. */
  length: number;
  /** Index of the largest step, -1 when there is none. */
  largest: number;
}

/** Root mean square difference of two pictures, 0 to 1. */
export function rmsChange(x: Picture, y: Picture): number {
  sameSize(x, y);
  let sum = 0;
  for (let i = 0; i < x.length; i += 4) {
    const r = x[i]! - y[i]!;
    const g = x[i + 1]! - y[i + 1]!;
    const b = x[i + 2]! - y[i + 2]!;
    sum += r * r + g * g + b * b;
  }
  return x.length === 0 ? 0 : Math.sqrt(sum / (0.75 * x.length)) / 255;
}

/** Structural dissimilarity of two pictures of the given width, 0 to 1. */
export function structuralChange(x: Picture, y: Picture, width: number): number {
  sameSize(x, y);
  const height = x.length / 4 / width;
  if (!Number.isInteger(height)) throw new RangeError(`${x.length / 4} pixels do not make rows of ${width}.`);
  let similarity = 0;
  let blocks = 0;
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      similarity += blockSimilarity(
        x,
        y,
        width,
        left,
        top,
        Math.min(left + 8, width),
        Math.min(top + 8, height),
      );
      blocks++;
    }
  }
  return blocks === 0 ? 0 : (1 - similarity / blocks) / 2;
}

/**
 * Change from each picture to the next: one number fewer than there are pictures.
 * @param closed adds the step from the last picture back to the first.
 */
export function stepChanges(
  pictures: readonly Picture[],
  change: (x: Picture, y: Picture) => number = rmsChange,
  closed = false,
): number[] {
  const steps: number[] = [];
  for (let i = 1; i < pictures.length; i++) steps.push(change(pictures[i - 1]!, pictures[i]!));
  if (closed && pictures.length > 1) steps.push(change(pictures[pictures.length - 1]!, pictures[0]!));
  return steps;
}

export function summariseChanges(steps: readonly number[]): ChangeSummary {
  if (steps.length === 0) return { mean: 0, unevenness: 0, length: 0, largest: -1 };
  const length = steps.reduce((sum, step) => sum + step, 0);
  const mean = length / steps.length;
  const furthest = Math.max(...steps.map((step) => Math.abs(step - mean)));
  const largest = steps.reduce((best, step, i) => (step > steps[best]! ? i : best), 0);
  return { mean, unevenness: mean === 0 ? 0 : (100 * furthest) / mean, length, largest };
}

/** Constants that keep flat blocks from dividing by zero, as the authors chose them for 8-bit pictures. */
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

function blockSimilarity(
  x: Picture,
  y: Picture,
  width: number,
  left: number,
  top: number,
  right: number,
  bottom: number,
): number {
  let [sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0];
  for (let row = top; row < bottom; row++) {
    for (let i = 4 * (row * width + left); i < 4 * (row * width + right); i += 4) {
      const p = luma(x, i);
      const q = luma(y, i);
      sx += p;
      sy += q;
      sxx += p * p;
      syy += q * q;
      sxy += p * q;
    }
  }
  const n = (right - left) * (bottom - top);
  const [mx, my] = [sx / n, sy / n];
  const [vx, vy, covariance] = [sxx / n - mx * mx, syy / n - my * my, sxy / n - mx * my];
  return ((2 * mx * my + C1) * (2 * covariance + C2)) / ((mx * mx + my * my + C1) * (vx + vy + C2));
}

/** Luma of ITU-R BT.601. */
function luma(x: Picture, i: number): number {
  return 0.299 * x[i]! + 0.587 * x[i + 1]! + 0.114 * x[i + 2]!;
}

function sameSize(x: Picture, y: Picture): void {
  if (x.length !== y.length)
    throw new RangeError(`Pictures of ${x.length} and ${y.length} bytes cannot be compared.`);
}
