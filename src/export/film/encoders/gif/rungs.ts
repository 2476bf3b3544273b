/** The ways to make a GIF smaller, from the best to the coarsest, for a file that has to stay below a given size. */

export interface Rung {
  /** Factor of each side. */
  scale: number;
  /** One frame in this many is kept. */
  step: number;
  colours: number;
  tolerance: number;
}

/**
 * First colours become coarser, then the picture smaller, then frames are left out, in turns, because any one alone would
 * be noticed.
 */
const ladder: readonly Rung[] = [
  { scale: 1, step: 1, colours: 255, tolerance: 0.006 },
  { scale: 1, step: 1, colours: 255, tolerance: 0.01 },
  { scale: 1, step: 1, colours: 255, tolerance: 0.015 },
  { scale: 0.9, step: 1, colours: 255, tolerance: 0.015 },
  { scale: 0.8, step: 1, colours: 255, tolerance: 0.018 },
  { scale: 0.8, step: 1, colours: 192, tolerance: 0.022 },
  { scale: 0.8, step: 2, colours: 192, tolerance: 0.018 },
  { scale: 0.7, step: 2, colours: 192, tolerance: 0.02 },
  { scale: 0.6, step: 2, colours: 128, tolerance: 0.022 },
  { scale: 0.5, step: 2, colours: 128, tolerance: 0.024 },
  { scale: 0.5, step: 3, colours: 128, tolerance: 0.026 },
  { scale: 0.4, step: 3, colours: 96, tolerance: 0.028 },
  { scale: 0.33, step: 3, colours: 64, tolerance: 0.03 },
  { scale: 0.25, step: 4, colours: 64, tolerance: 0.035 },
  { scale: 0.18, step: 5, colours: 48, tolerance: 0.04 },
  { scale: 0.125, step: 6, colours: 32, tolerance: 0.05 },
];

/** Below this many frames a second, a film looks like separate pictures. */
const leastFps = 8;
/** Pixels of the shorter side below which nothing can be recognised. */
const leastSide = 32;

/**
 * Returns the rungs that suit a film.
 * @param finest the requested tolerance; no rung is finer
 */
export function rungsFor(width: number, height: number, fps: number, finest: number): Rung[] {
  const shorter = Math.min(width, height);
  const smallest = Math.min(1, leastSide / shorter);
  const longestStep = Math.max(1, Math.floor(fps / leastFps));
  const fitted = ladder.map(({ scale, step, colours, tolerance }) => ({
    scale: Math.max(scale, smallest),
    step: Math.min(step, longestStep),
    colours,
    tolerance: Math.max(tolerance, finest),
  }));
  const best: Rung = { scale: 1, step: 1, colours: 255, tolerance: finest };
  const same = (a: Rung, b: Rung) => JSON.stringify(a) === JSON.stringify(b);
  return [best, ...fitted].filter((rung, i, all) => i === 0 || !same(rung, all[i - 1]!));
}
