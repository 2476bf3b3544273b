/** Steps downhill at one resolution: several walkers together, with noise that fades and a rate that falls to zero. */
import { throwIfCancelled, ZscapeError } from '../../../base/errors.ts';
import type { Random } from '../../../base/random.ts';
import type { ProjectionEngine } from '../contract.ts';
import type { Loss } from '../loss/loss.ts';
import type { Walker } from './walker.ts';

export interface Descent {
  resolution: number;
  steps: number;
  /** Adam's greatest step in each number of z. */
  rate: number;
  /** Standard deviation of the noise on z in the first step. */
  noise: number;
  /** Fires when the nearest face so far is good enough; one step is taken anyway. */
  enough?: AbortSignal | undefined;
}

/** The share of all steps that have noise. */
const NOISY = 0.6;
/** Steps in which the rate rises, while Adam adapts to the gradients. */
const WARM = 5;
/**
 * If the best loss fell by less than `GAIN` of itself within this many steps, the walkers go back to their best and take
 * smaller steps. When steps are as small as `FINEST` of the first ones, there is no more progress, and the descent ends.
 */
const PATIENCE = 20;
const GAIN = 0.01;
const SMALLER = 0.4;
const FINEST = 0.02;

/**
 * Descends with all walkers. @param onStep called after each step of all walkers with its number, from 1, and the best
 * loss so far
 */
export async function descend(
  engine: ProjectionEngine,
  loss: Loss,
  walkers: readonly Walker[],
  { resolution, steps, rate, noise, enough }: Descent,
  random: Random,
  signal: AbortSignal | undefined,
  onStep: (step: number, nearest: Walker) => void,
): Promise<void> {
  for (const walker of walkers) walker.begin();
  let [marked, markedAt, size, since] = [Number.POSITIVE_INFINITY, 0, 1, 0];
  for (let step = 0; step < steps; step++) {
    throwIfCancelled(signal);
    if (step > 0 && enough?.aborted) return;
    const done = step / steps;
    const strength = noise * Math.max(0, 1 - done / NOISY) ** 2;
    const zs = walkers.map((walker) => walker.shaken(random, strength));
    const gradients = await engine.gradient(
      zs,
      (picture, i) => {
        const gradient = new Float32Array(picture.data.length);
        const distance = loss.of(picture.data, gradient).loss;
        if (!Number.isFinite(distance)) throw notFinite();
        walkers[i]!.seen(zs[i]!, distance + walkers[i]!.prior(zs[i]!));
        return gradient;
      },
      resolution,
      signal,
    );
    const warm = Math.min(1, (step - since + 1) / WARM);
    const present = rate * size * warm * (0.5 + 0.5 * Math.cos(Math.PI * done));
    for (const [i, walker] of walkers.entries()) {
      if (!gradients[i]!.every(Number.isFinite)) throw notFinite();
      walker.step(gradients[i]!, present);
    }
    const best = nearest(walkers);
    onStep(step + 1, best);
    if (best.loss < (1 - GAIN) * marked) [marked, markedAt] = [best.loss, step];
    else if (step - markedAt >= PATIENCE) {
      size *= SMALLER;
      if (size < FINEST) return;
      for (const walker of walkers) walker.goBack();
      [markedAt, since] = [step, step + 1];
    }
  }
}

export function nearest(walkers: readonly Walker[]): Walker {
  return walkers.reduce((best, walker) => (walker.loss < best.loss ? walker : best));
}

const notFinite = () =>
  new ZscapeError(
    'ENGINE_FAILED',
    'The search reached a face whose picture has NaN or infinite values. Start again from another face.',
  );
