/** Ready-made paths. */
import { createRandom, MAX_SEED } from '../../base/random.ts';
import { sampleLatent } from '../vector/sample.ts';
import { combine, dot, norm, normalise, withNorm } from '../vector/vector.ts';

/** Returns the seeds of the faces of a random closed path, derived from a single seed. */
export function randomLoopSeeds(seed: number, count: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.below(MAX_SEED + 1));
}

/**
 * Returns a closed circle on the sphere about a face: every point is at the given angle from z and has z's magnitude. A
 * right angle gives a great circle, which never meets z; a small angle gives a gentle wobble about it. The seed chooses
 * the plane.
 * @returns the point at a share of the turn, 0 to 1; 1 is the same as 0.
 */
export function noiseLoop(z: Float32Array, angle: number, seed: number): (turn: number) => Float32Array {
  const length = norm(z);
  const centre = normalise(z);
  const first = atRightAngle(sampleLatent(seed, z.length, 'normal'), [centre]);
  const second = atRightAngle(sampleLatent((seed + 1) % (MAX_SEED + 1), z.length, 'normal'), [centre, first]);
  const along = length * Math.cos(angle);
  const radius = length * Math.sin(angle);
  return (turn) => {
    const phase = 2 * Math.PI * (turn - Math.floor(turn));
    const rim = combine(radius * Math.cos(phase), first, radius * Math.sin(phase), second);
    return withNorm(combine(along, centre, 1, rim), length);
  };
}

/**
 * Returns the direction of v without its parts along the given unit vectors. They are removed twice, because of rounding.
 */
function atRightAngle(v: Float32Array, units: readonly Float32Array[]): Float32Array {
  let out = v;
  for (const unit of [...units, ...units]) out = combine(1, out, -dot(out, unit), unit);
  return normalise(out);
}
