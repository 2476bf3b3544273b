/**
 * How much the picture changes at each step of a walk: the paper's claim that latent space is smooth, as numbers.
 *
 * A picture is RGBA, uint8 [height * width * 4]; alpha is left out. With x and y two pictures and n = 3 * pixels,
 *   rms(x, y) = sqrt(sum (x_i - y_i)^2 / n) / 255,
 * so that 0 is no change and 1 is from black to white everywhere. Values are taken as they are shown (sRGB), which is
 * closer to what an eye sees than linear light.
 */
export type Picture = Uint8ClampedArray;

export interface ChangeSummary {
  mean: number;
  /** The largest step's distance from the mean, in per cent of the mean; 0 for perfectly even steps. */
  unevenness: number;
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

/** Change from each picture to the next: one number fewer than there are pictures. */
export function stepChanges(pictures: readonly Picture[]): number[] {
  return pictures.slice(1).map((picture, i) => rmsChange(pictures[i]!, picture));
}

export function summariseChanges(steps: readonly number[]): ChangeSummary {
  if (steps.length === 0) return { mean: 0, unevenness: 0 };
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
  const furthest = Math.max(...steps.map((step) => Math.abs(step - mean)));
  return { mean, unevenness: mean === 0 ? 0 : (100 * furthest) / mean };
}

function sameSize(x: Picture, y: Picture): void {
  if (x.length !== y.length)
    throw new RangeError(`Pictures of ${x.length} and ${y.length} bytes cannot be compared.`);
}
