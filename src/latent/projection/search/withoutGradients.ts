/**
 * The search for models without gradients: a (1 + 1) evolution strategy with Rechenberg's one-fifth rule (1973), on the
 * sphere if the network normalises z. It needs one picture a step. With hundreds of numbers in z it finds a likeness, and
 * hardly ever the very face.
 */
import { throwIfCancelled } from '../../../base/errors.ts';
import type { Random } from '../../../base/random.ts';
import type { LatentSpace, ProjectionEngine } from '../contract.ts';
import type { Loss } from '../loss/loss.ts';
import { nearest } from './descend.ts';
import { allowed, type Walker } from './walker.ts';

/** Standard deviation of the first steps, relative to the prior's own. */
const FIRST = 0.3;
/** The step grows with each success and shrinks with each failure, so that it settles where one try in five succeeds. */
const GROW = Math.exp(0.8 / 3);
const SHRINK = Math.exp(-0.2 / 3);
/** Below this step there is no more progress. */
const FINEST = 0.002;

/**
 * Searches with all walkers. @param steps pictures, shared by the walkers until half of them are drawn; the nearest gets
 * the rest
 */
export async function searchWithoutGradients(
  engine: ProjectionEngine,
  loss: Loss,
  walkers: readonly Walker[],
  latent: LatentSpace,
  { resolution, steps, enough }: { resolution: number; steps: number; enough?: AbortSignal | undefined },
  random: Random,
  signal: AbortSignal | undefined,
  onStep: (step: number, nearest: Walker) => void,
): Promise<void> {
  // From a result on nobody has looked yet how near it is, and the first random step would take its place.
  for (const walker of walkers) {
    if (Number.isFinite(walker.loss)) continue;
    const [picture] = await engine.pictures([walker.z], resolution, signal);
    walker.seen(walker.z, loss.of(picture!.data).loss + walker.prior(walker.z));
  }
  const searches = walkers.map((walker) => ({ walker, size: FIRST }));
  for (let step = 0; step < steps; step++) {
    throwIfCancelled(signal);
    if (enough?.aborted) return;
    const best = nearest(walkers);
    const search =
      step < steps / 2 ? searches[step % searches.length]! : searches.find(({ walker }) => walker === best)!;
    if (search.size < FINEST) {
      if (step < steps / 2 && searches.some(({ size }) => size >= FINEST)) continue;
      return;
    }
    const { walker } = search;
    const z = allowed(
      walker.best.map((value) => value + search.size * random.normal()),
      latent,
    );
    const [picture] = await engine.pictures([z], resolution, signal);
    const distance = loss.of(picture!.data).loss + walker.prior(z);
    search.size *= distance < walker.loss ? GROW : SHRINK;
    walker.seen(z, distance);
    onStep(step + 1, nearest(walkers));
  }
}
