/** What the maps of a layer are about, according to their values for many samples. Pure. */

/** The behaviour of one map over the samples. */
export interface MapMeaning {
  /** Its mean over the samples at each place, [height, width]. */
  places: Float32Array;
  width: number;
  height: number;
  /**
   * Attributes that it is correlated with, the strongest first: Pearson's correlation of the map's mean with the position
   * along the direction.
   */
  attributes: { id: string; correlation: number }[];
}

export interface Along {
  id: string;
  /** Float32 [latent size], a unit vector. */
  direction: Float32Array;
}

/** Adds up maps, sample by sample. */
export class MapStatistics {
  readonly #sums: Float64Array;
  /** The means of each map, one per sample. */
  readonly #means: number[][];
  readonly #size: { channels: number; width: number; height: number };
  #samples = 0;

  constructor(size: { channels: number; width: number; height: number }) {
    this.#size = size;
    this.#sums = new Float64Array(size.channels * size.width * size.height);
    this.#means = Array.from({ length: size.channels }, () => []);
  }

  /** @param data of one sample, [channels, height, width] */
  add(data: Float32Array): void {
    const { channels, width, height } = this.#size;
    const pixels = width * height;
    for (let map = 0; map < channels; map++) {
      let sum = 0;
      for (let place = map * pixels; place < (map + 1) * pixels; place++) {
        const value = data[place]!;
        sum += value;
        this.#sums[place]! += value;
      }
      this.#means[map]!.push(sum / pixels);
    }
    this.#samples++;
  }

  /**
   * @param zs of the samples that were added, in their order
   * @param least correlations nearer to 0 are left out
   */
  meaning(map: number, zs: readonly Float32Array[], along: readonly Along[], least: number): MapMeaning {
    const { width, height } = this.#size;
    const pixels = width * height;
    const sums = this.#sums.subarray(map * pixels, (map + 1) * pixels);
    const means = this.#means[map] ?? [];
    const attributes = along
      .map(({ id, direction }) => ({
        id,
        correlation: correlation(
          means,
          zs.map((z) => dot(z, direction)),
        ),
      }))
      .filter(({ correlation: r }) => Math.abs(r) >= least)
      .sort((one, other) => Math.abs(other.correlation) - Math.abs(one.correlation));
    const places = Float32Array.from(sums, (sum) => sum / Math.max(1, this.#samples));
    return { places, width, height, attributes };
  }
}

/**
 * Returns the correlation below which a result over so many samples may be chance: three standard errors, and at least a
 * fifth, which explains 4 % of the spread.
 */
export function leastCorrelation(samples: number): number {
  return Math.max(0.2, 3 / Math.sqrt(Math.max(1, samples)));
}

/** Pearson's correlation; 0 if one of the rows does not vary. */
export function correlation(one: readonly number[], other: readonly number[]): number {
  const n = Math.min(one.length, other.length);
  if (n < 2) return 0;
  const mean = (row: readonly number[]) => row.slice(0, n).reduce((sum, value) => sum + value, 0) / n;
  const [a, b] = [mean(one), mean(other)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [one[i]! - a, other[i]! - b];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

export type Zone = { row: 0 | 1 | 2; column: 0 | 1 | 2 };

/** Returns the ninth of the picture where a map is strongest; null if it is about equally strong everywhere. */
export function strongestZone({
  places,
  width,
  height,
}: Pick<MapMeaning, 'places' | 'width' | 'height'>): Zone | null {
  const sums = new Float64Array(9);
  const counts = new Float64Array(9);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const zone = 3 * Math.floor((3 * (y + 0.5)) / height) + Math.floor((3 * (x + 0.5)) / width);
      sums[zone]! += Math.abs(places[y * width + x]!);
      counts[zone]! += 1;
    }
  }
  const means = [...sums].map((sum, zone) => sum / Math.max(1, counts[zone]!));
  const mean = means.reduce((sum, value) => sum + value, 0) / 9;
  const best = means.indexOf(Math.max(...means));
  if (!(means[best]! > 1.25 * mean)) return null;
  return { row: Math.floor(best / 3) as Zone['row'], column: (best % 3) as Zone['column'] };
}

function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < other.length; i++) sum += one[i]! * other[i]!;
  return sum;
}
