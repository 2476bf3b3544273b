/** Measures how varied a model's pictures are, by the share of near-twins in a sample. */

/** Two pictures, by index, and their distance. */
export interface Pair {
  one: number;
  other: number;
  /** Root mean square difference, 0 to 1. */
  distance: number;
}

export interface Twins {
  pictures: number;
  /** Share of pictures that have a near-twin among the others, 0 to 1. */
  faces: number;
  /** Share of all pairs that are near-twins. */
  pairs: number;
  /**
   * The number of different pictures that would give this share of twins if each came equally often (the birthday paradox, Arora and
   * Zhang 2018, "Do GANs learn the distribution?"); null without twins, when there are too many to estimate.
   */
  different: number | null;
  /** The nearest pairs, with no picture twice. */
  nearest: Pair[];
}

export type Variety = 'collapsed' | 'repeats' | 'varied';

/** Side in pixels at which pictures are compared; smaller details do not make a difference at a glance. */
const comparedSide = 32;
/** Two pictures are near-twins when their values differ by less than this on average (root mean square; 1 is from black to white). */
export const twinDistance = 0.045;
/** A model that draws fewer different pictures than this has collapsed. */
const collapsedBelow = 50;
/** A model repeats itself if a larger share of its faces have a twin. */
const repeatsAbove = 0.1;

/**
 * Compares all pairs of some pictures.
 * @param pictures from `small`, all of one length
 * @param shown number of nearest pairs to return
 */
export function findTwins(pictures: readonly Float32Array[], shown = 3): Twins {
  const all: Pair[] = [];
  for (let one = 0; one < pictures.length; one++)
    for (let other = one + 1; other < pictures.length; other++)
      all.push({ one, other, distance: distance(pictures[one]!, pictures[other]!) });
  const twins = all.filter((pair) => pair.distance < twinDistance);
  const faces = new Set(twins.flatMap(({ one, other }) => [one, other])).size;
  return {
    pictures: pictures.length,
    faces: pictures.length > 0 ? faces / pictures.length : 0,
    pairs: all.length > 0 ? twins.length / all.length : 0,
    different: twins.length > 0 ? all.length / twins.length : null,
    nearest: nearestOf(all, shown),
  };
}

/** Tells whether a model has collapsed, repeats itself, or is varied. */
export function varietyOf({ faces, different }: Twins): Variety {
  if (different !== null && different < collapsedBelow) return 'collapsed';
  return faces > repeatsAbove ? 'repeats' : 'varied';
}

function nearestOf(pairs: readonly Pair[], count: number): Pair[] {
  const used = new Set<number>();
  const found: Pair[] = [];
  for (const pair of pairs.toSorted((p, q) => p.distance - q.distance)) {
    if (found.length === count) break;
    if (used.has(pair.one) || used.has(pair.other)) continue;
    used.add(pair.one).add(pair.other);
    found.push(pair);
  }
  return found;
}

function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return a.length > 0 ? Math.sqrt(sum / a.length) : 0;
}

/**
 * Shrinks a picture to at most `comparedSide` on its longer side; each pixel is the mean of those that it covers.
 * @param data values 0 to 1, row major, [height, width, channels]
 */
export function small(
  data: ArrayLike<number>,
  width: number,
  height: number,
  channels: number,
): Float32Array {
  const scale = Math.max(1, Math.max(width, height) / comparedSide);
  const w = Math.max(1, Math.round(width / scale));
  const h = Math.max(1, Math.round(height / scale));
  const out = new Float32Array(w * h * channels);
  for (let y = 0; y < h; y++) {
    const [top, bottom] = covered(y, h, height);
    for (let x = 0; x < w; x++) {
      const [left, right] = covered(x, w, width);
      const places = (bottom - top) * (right - left);
      for (let j = top; j < bottom; j++)
        for (let i = left; i < right; i++)
          for (let c = 0; c < channels; c++)
            out[(y * w + x) * channels + c]! += data[(j * width + i) * channels + c]! / places;
    }
  }
  return out;
}

const covered = (at: number, count: number, whole: number): [number, number] => {
  const from = Math.floor((at * whole) / count);
  return [from, Math.max(from + 1, Math.floor(((at + 1) * whole) / count))];
};
