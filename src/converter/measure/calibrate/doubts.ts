/** What a look at a few pictures says against them, in sentences for whoever converts the model. */
import type { Range } from './range.ts';

/** Deviation within a picture, as a share of the range, below which nothing is to be seen in it. */
const flat = 0.004;
/** Share of values that are black or white at which hardly anything else is left. Drawings have some tenths. */
const saturated = 0.985;
/** Nearness to black or white, as a share of the range: half a step of 8 bits. */
const atTheEnd = 0.002;
/** Largest difference of two pictures, as a share of the range, that nobody sees. */
const same = 0.002;

/**
 * @param pictures of different latents.
 * @returns at most one sentence: a flat picture is the same for all latents, too.
 */
export function doubts(pictures: readonly Float32Array[], range: Range, hasClasses: boolean): string[] {
  const [low, high] = range;
  const span = high - low;
  const clamped = pictures.map((picture) => picture.map((x) => Math.max(0, Math.min(1, (x - low) / span))));
  if (pictures.some((picture) => !picture.every(Number.isFinite))) {
    return ['The model gives values that are no numbers: its training may have failed.'];
  }
  if (clamped.every((picture) => deviationOf(picture) < flat)) {
    return [
      `Its pictures are flat: all of a picture is nearly of one tone. Perhaps its latents have another prior or spread (--prior, Spread, a latents.npy beside the model), its black and white are other values than ${low} and ${high} (--range), or it is not trained.`,
    ];
  }
  const ends = clamped.map((picture) => shareOf(picture, (x) => x <= atTheEnd || x >= 1 - atTheEnd));
  if (ends.every((share) => share >= saturated)) {
    return [
      `Its pictures are saturated: nearly all of their values are at an end of their range. Perhaps its black and white are other values than ${low} and ${high} (--range), its latents have a smaller spread (Spread, a latents.npy beside the model), or its training went astray.`,
    ];
  }
  const [first, ...others] = clamped;
  if (others.length > 0 && others.every((picture) => isSame(first!, picture))) {
    return [
      `Its pictures are the same for all latents. Perhaps another input is the latent (--latent)${hasClasses ? ', the class alone decides' : ', what it draws depends on an input that was given a fixed value (--bind)'}, its latents have a larger spread (Spread, a latents.npy beside the model), or its training collapsed.`,
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
