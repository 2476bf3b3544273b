/** How near a face came to the picture, in figures and in words. */
import type { Match, Target, Verdict } from './contract.ts';
import { Loss } from './loss/loss.ts';

/** The assumed rms of a model's own pictures if it has not been measured. */
const USUAL_OWN = 0.015;
/** Below this, a face counts as found, even if the model does better on its own pictures. */
const FOUND = 0.02;
/** Of two pictures that are hard to tell apart. */
const NEAR = { rms: 0.1, msSsim: 0.9 };
/** Of two pictures of the same kind. */
const ALIKE = { rms: 0.3, msSsim: 0.6 };

/**
 * Returns the match of a found face.
 * @param picture the found face's, in full size
 * @param coarseRms its root mean square at the size at which random faces were compared
 * @param randomRms those of random faces, in ascending order
 */
export function matchOf(
  target: Target,
  picture: Float32Array,
  coarseRms: number,
  randomRms: readonly number[],
  ownRms: number | null,
): Match {
  const { rms, msSsim } = new Loss(target, { coarse: false }).of(picture);
  const farther = randomRms.filter((other) => other > coarseRms).length;
  return {
    rms,
    msSsim,
    // Counts the next one as nearer: of so few faces nobody can say that all are farther.
    nearerThan: farther / (randomRms.length + 1),
    ownRms,
    verdict: verdictOf(rms, msSsim, ownRms ?? USUAL_OWN),
  };
}

function verdictOf(rms: number, msSsim: number, own: number): Verdict {
  if (rms <= Math.max(FOUND, 2 * own)) return 'found';
  if (rms <= NEAR.rms && msSsim >= NEAR.msSsim) return 'near';
  return rms <= ALIKE.rms && msSsim >= ALIKE.msSsim ? 'likeness' : 'outside';
}
