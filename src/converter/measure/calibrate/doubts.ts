/** Suspicious findings in a few pictures, as sentences for whoever converts the model. */
import type { Range } from './range.ts';

/** Deviation within a picture, as a share of the range, below which nothing is visible in it. */
const flat = 0.004;
/** Share of black or white values above which hardly anything else is left. Drawings have a few tenths. */
const saturated = 0.985;
/** Nearness to black or white, as a share of the range: half a step of 8 bits. */
const atTheEnd = 0.002;
/** Largest invisible difference of two pictures, as a share of the range. */
const same = 0.002;

/**
 * Checks pictures.
 * @param pictures of different latents.
 * @returns at most one sentence: a flat picture is also the same for all latents.
 */
export function doubts(pictures: readonly Float32Array[], range: Range, hasClasses: boolean): string[] {
  const [low, high] = range;
  const span = high - low;
  const clamped = pictures.map((picture) => picture.map((x) => Math.max(0, Math.min(1, (x - low) / span))));
  if (pictures.some((picture) => !picture.every(Number.isFinite))) {
    return ['The values of the model are not numbers: its training may have failed.'];
  }
  if (clamped.every((picture) => deviationOf(picture) < flat)) {
    return [
      `Its pictures are flat: each is nearly a single tone. Perhaps its latents need a different prior or spread (--prior, Spread, a latents.npy next to the model), its black and white are not ${low} and ${high} (--range), or it is untrained.`,
    ];
  }
  const ends = clamped.map((picture) => shareOf(picture, (x) => x <= atTheEnd || x >= 1 - atTheEnd));
  if (ends.every((share) => share >= saturated)) {
    return [
      `Its pictures are saturated: nearly all values are at an end of their range. Perhaps its black and white are not ${low} and ${high} (--range), its latents need a smaller spread (Spread, a latents.npy next to the model), or its training failed.`,
    ];
  }
  const [first, ...others] = clamped;
  if (others.length > 0 && others.every((picture) => isSame(first!, picture))) {
    return [
      `Its pictures are the same for all latents. Perhaps another input is the latent (--latent)${hasClasses ? ', only the class matters' : ', the picture depends on an input with a fixed value (--bind)'}, its latents need a larger spread (Spread, a latents.npy next to the model), or its training collapsed.`,
    ];
  }
  return [];
}

function deviationOf(picture: Float32Array): number {
  const mean = picture.reduce((sum, x) => sum + x, 0) / picture.length;
  return Math.sqrt(picture.reduce((sum, x) => sum + (x - mean) ** 2, 0) / picture.length);
}

function shareOf(picture: Float32Array, is: (x: number) => boolean): number {
  return picture.reduce((count, x) => count + Number(is(x)), 0) / picture.length;
}

function isSame(a: Float32Array, b: Float32Array): boolean {
  return a.every((x, i) => Math.abs(x - b[i]!) <= same);
}
