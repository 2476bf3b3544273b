/**
 * Blue noise by void and cluster (Ulichney, "The void-and-cluster method for dither array generation", 1993): numbers in
 * a square that tiles without a seam, such that those below any threshold are spread evenly.
 */
import { createRandom } from '../../../../base/random.ts';

/** Pixels a side. */
export const noiseSide = 32;
const count = noiseSide * noiseSide;
/** Standard deviation, in pixels, of the Gaussian by which points crowd each other. */
const sigma = 1.5;

let made: Float32Array | undefined;

/**
 * Returns thresholds in the open interval (0, 1), each once: float32 [noiseSide, noiseSide]. They are computed on first
 * use.
 */
export function blueNoise(): Float32Array {
  made ??= makeNoise();
  return made;
}

function makeNoise(): Float32Array {
  const bell = makeBell();
  const set = new Uint8Array(count);
  const energy = new Float64Array(count);
  const put = (place: number, sign: 1 | -1): void => {
    set[place] = sign > 0 ? 1 : 0;
    const [px, py] = [place % noiseSide, Math.floor(place / noiseSide)];
    for (let y = 0; y < noiseSide; y++) {
      const row = ((y - py + noiseSide) % noiseSide) * noiseSide;
      for (let x = 0; x < noiseSide; x++) {
        energy[y * noiseSide + x]! += sign * bell[row + ((x - px + noiseSide) % noiseSide)]!;
      }
    }
  };
  /** Returns the most crowded of the set places, or the emptiest of the others. */
  const extreme = (which: 0 | 1): number => {
    let found = -1;
    for (let i = 0; i < count; i++) {
      if (set[i] !== which) continue;
      if (found < 0 || (which === 1 ? energy[i]! > energy[found]! : energy[i]! < energy[found]!)) found = i;
    }
    return found;
  };
  const random = createRandom(1);
  const few = count >> 4;
  for (let placed = 0; placed < few; ) {
    const place = random.below(count);
    if (set[place]) continue;
    put(place, 1);
    placed += 1;
  }
  // Points move from crowds into voids until no move helps.
  for (;;) {
    const crowded = extreme(1);
    put(crowded, -1);
    const emptiest = extreme(0);
    put(emptiest, 1);
    if (emptiest === crowded) break;
  }
  const ranks = new Float32Array(count);
  const pattern = set.slice();
  for (let rank = few - 1; rank >= 0; rank--) {
    const crowded = extreme(1);
    put(crowded, -1);
    ranks[crowded] = rank;
  }
  for (let i = 0; i < count; i++) if (pattern[i]) put(i, 1);
  for (let rank = few; rank < count; rank++) {
    const emptiest = extreme(0);
    put(emptiest, 1);
    ranks[emptiest] = rank;
  }
  return ranks.map((rank) => (rank + 0.5) / count);
}

/** Returns how much a point crowds each place around it, on a square that wraps at its edges. */
function makeBell(): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    const dx = Math.min(i % noiseSide, noiseSide - (i % noiseSide));
    const row = Math.floor(i / noiseSide);
    const dy = Math.min(row, noiseSide - row);
    return Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
  });
}
