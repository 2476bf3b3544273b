/** Pictures of a younger network: a head's picture, and that of the next lower head, over which it fades in. */
import { ZscapeError } from '../../../../base/errors.ts';
import type { NetworkChanges, RawImage } from '../../../contract.ts';
import type { InsideHead, InsidePlaces } from '../plan/inside.ts';

export interface Growth {
  head: InsideHead;
  /** None if the new layers have faded in, or are the first. */
  lower: InsideHead | undefined;
  alpha: number;
}

/** Finds the heads of a growth. @throws NETWORK_UNAVAILABLE if one is missing. */
export function growthHeads(
  { resolution, alpha, heads }: NonNullable<NetworkChanges['growth']>,
  { heads: all, pictures }: InsidePlaces,
): Growth {
  const among = [...all[heads], all.full];
  const headAt = (size: number): InsideHead => {
    const head = among.find(({ planned }) => planned.resolution === size);
    if (head) return head;
    throw new ZscapeError('NETWORK_UNAVAILABLE', `The model has no ${heads} head for ${size} pixels.`);
  };
  const fades = alpha < 1 && resolution > pictures[0]!.size;
  return { alpha, head: headAt(resolution), lower: fades ? headAt(resolution / 2) : undefined };
}

/**
 * Computes (1 - alpha) * upsampled lower + alpha * higher, upsampled by nearest neighbour (Karras et al. 2017, section 2
 * and figure 2).
 * @param lower of half the size.
 */
export function faded(lower: RawImage, higher: RawImage, alpha: number): RawImage {
  const below = enlarged(lower, higher.width);
  return {
    ...higher,
    data: higher.data.map((value, i) => (1 - alpha) * below.data[i]! + alpha * value),
  };
}

/** Enlarges a picture by nearest neighbour to a multiple of its size. */
export function enlarged({ data, width, height, channels }: RawImage, to: number): RawImage {
  const factor = to / width;
  const large = new Float32Array(height * factor * to * channels);
  for (let y = 0, out = 0; y < height * factor; y++) {
    const row = Math.floor(y / factor) * width;
    for (let x = 0; x < to; x++) {
      const from = (row + Math.floor(x / factor)) * channels;
      for (let c = 0; c < channels; c++) large[out++] = data[from + c]!;
    }
  }
  return { data: large, width: to, height: height * factor, channels };
}
