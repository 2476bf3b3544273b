/**
 * Measures how much the picture changes at each step of a walk. It puts numbers to the paper's claim that latent space is
 * smooth.
 *
 * A picture is RGBA, uint8 [height * width * 4]; alpha is ignored. With x and y two pictures and n = 3 * pixels,
 *   rms(x, y) = sqrt(sum (x_i - y_i)^2 / n) / 255,
 * so 0 is no change and 1 is from black to white everywhere. Values are used as shown (sRGB), which is closer to what an
 * eye sees than linear light.
 */
export type Picture = Uint8ClampedArray;

/** How even the steps of a walk are. */
export interface Evenness {
  /** The average change of a step. */
  mean: number;
  /** The largest and the smallest step as multiples of the average; both are 1 if all steps are equal. */
  largest: number;
  smallest: number;
}

/** A pace is steady if no step differs from the average by more than this share. */
export const steadyWithin = 0.4;

/** Returns the root mean square difference of two pictures, 0 to 1. */
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

/** Returns the change from each picture to the next: one number fewer than there are pictures. */
export function stepChanges(pictures: readonly Picture[]): number[] {
  return pictures.slice(1).map((picture, i) => rmsChange(pictures[i]!, picture));
}

/** Returns the evenness of some steps. It is perfect if nothing changes or there are no steps. */
export function evennessOf(steps: readonly number[]): Evenness {
  const mean = steps.reduce((sum, step) => sum + step, 0) / Math.max(1, steps.length);
  if (mean === 0) return { mean, largest: 1, smallest: 1 };
  return { mean, largest: Math.max(...steps) / mean, smallest: Math.min(...steps) / mean };
}

/** Returns how far the worst step is from the average, as a share of the average. */
export function unevenness({ largest, smallest }: Evenness): number {
  return Math.max(largest - 1, 1 - smallest);
}

function sameSize(x: Picture, y: Picture): void {
  if (x.length !== y.length)
    throw new RangeError(`Pictures of ${x.length} and ${y.length} bytes cannot be compared.`);
}
