/**
 * From a picture to the latent whose picture is nearest to it (docs/projection.md): starts, a descent from coarse to fine
 * pictures, and the quality of the match.
 */
import { throwIfCancelled, ZscapeError } from '../../base/errors.ts';
import { createRandom } from '../../base/random.ts';
import type {
  Project,
  ProjectionEngine,
  ProjectionOptions,
  ProjectionResult,
  Refine,
  Target,
} from './contract.ts';
import { Loss } from './loss/loss.ts';
import { shrinkTarget } from './loss/resize.ts';
import { matchOf } from './match.ts';
import { type Descent, descend, nearest } from './search/descend.ts';
import { chooseStarts, type Starts } from './search/starts.ts';
import { Walker } from './search/walker.ts';
import { searchWithoutGradients } from './search/withoutGradients.ts';

/** Starts are compared at the smallest size from here on, below which faces look alike. */
const COARSE = 16;
/** Steps at full size, unless the caller sets another number: from the encoder's latent, from the best of several starts, and on from a result. */
const STEPS = { encoded: 110, chosen: 150, refined: 180 };
/** Without gradients, each step is one picture. */
const STEPS_WITHOUT_GRADIENTS = 600;
/** Steps with several starts: at the coarse size, from which the two nearest go on, and at half size. */
const EARLY_STEPS = 40;
const RATE = 0.1;
/** The way from an earlier result is short. */
const REFINE_RATE = 0.05;
/** Noise on z, whose numbers have a standard deviation of 1, while several starts compete. */
const NOISE = 0.05;

export const project: Project = async (target, engine, options) => {
  const search = await prepare(target, engine, options);
  const { walkers, randomRms } = await search.starts();
  if (!search.sizes) {
    await search.withoutGradients(walkers);
    return search.result(nearest(walkers), randomRms);
  }
  const full = search.full;
  const half = search.sizes.findLast((size) => size > search.coarse && size <= full / 2);
  const steps = options.steps ?? (walkers.length > 1 ? STEPS.chosen : STEPS.encoded);
  const phases: (Descent & { keep: number })[] = [];
  if (walkers.length > 1) {
    const early = { steps: EARLY_STEPS, rate: RATE, noise: NOISE };
    if (search.coarse < full) phases.push({ resolution: search.coarse, ...early, keep: 2 });
    if (half) phases.push({ resolution: half, ...early, keep: 1 });
  }
  phases.push({ resolution: full, steps, rate: RATE, noise: 0, keep: 1 });
  const winner = await search.descend(walkers, phases);
  return search.result(winner, randomRms);
};

export const refine: Refine = async (target, engine, from, options) => {
  const search = await prepare(target, engine, options);
  const walker = new Walker(from.z, options.latent);
  if (search.sizes) {
    const steps = options.steps ?? STEPS.refined;
    await search.descend(
      [walker],
      [{ resolution: search.full, steps, rate: REFINE_RATE, noise: 0, keep: 1 }],
    );
  } else await search.withoutGradients([walker]);
  // Random faces are as far from the target as before.
  const found = await search.result(walker, from.randomRms);
  const better = found.match.rms <= from.match.rms || found.match.msSsim > from.match.msSsim;
  const losses = [...from.losses, ...found.losses];
  return better ? { ...found, start: from.start, losses } : { ...from, losses };
};

async function prepare(target: Target, engine: ProjectionEngine, options: ProjectionOptions) {
  const { seed, latent, signal, enough, onProgress } = options;
  throwIfCancelled(signal);
  const whole = new Loss(target); // refuses an invalid target before any request
  const random = createRandom(seed);
  const sizes = await engine.sizes().catch((error: unknown) => {
    if (error instanceof ZscapeError && error.code === 'GRADIENT_UNAVAILABLE') return null;
    throw error;
  });
  const full = sizes?.at(-1) ?? Math.max(target.width, target.height);
  if (full !== Math.max(target.width, target.height)) {
    throw new ZscapeError(
      'PROJECTION_INVALID',
      `The picture is ${target.width} by ${target.height} pixels, but the model draws ${full} a side. Choose the picture again.`,
    );
  }
  const coarse = sizes?.find((size) => size >= COARSE) ?? full;
  const losses: number[] = [];
  const lossAt = (resolution: number) =>
    resolution === full ? whole : new Loss(shrinkTarget(target, resolution));
  const coarseLoss = lossAt(coarse);

  const progress = (done: number, steps: number, resolution: number) => (step: number, best: Walker) => {
    losses.push(best.loss);
    onProgress?.({ step: done + step, steps, resolution, loss: best.loss, best: best.best.slice() });
  };

  return {
    sizes,
    full,
    coarse,
    starts: (): Promise<Starts> => chooseStarts(engine, coarseLoss, coarse, random, options),

    /** @returns the nearest walker of the last phase */
    async descend(walkers: Walker[], phases: readonly (Descent & { keep: number })[]): Promise<Walker> {
      const steps = phases.reduce((sum, phase) => sum + phase.steps, 0);
      let done = 0;
      let left = walkers;
      for (const phase of phases) {
        const { resolution, keep } = phase;
        const onStep = progress(done, steps, resolution);
        await descend(engine, lossAt(resolution), left, { ...phase, enough }, random, signal, onStep);
        done += phase.steps;
        left = left.toSorted((a, b) => a.loss - b.loss).slice(0, keep);
        if (enough?.aborted) break;
      }
      return left[0]!;
    },

    async withoutGradients(walkers: readonly Walker[]): Promise<void> {
      const steps = options.steps ?? STEPS_WITHOUT_GRADIENTS;
      const how = { resolution: full, steps, enough };
      const onStep = progress(0, steps, full);
      await searchWithoutGradients(engine, whole, walkers, latent, how, random, signal, onStep);
    },

    async result(walker: Walker, randomRms: readonly number[]): Promise<ProjectionResult> {
      const z = walker.best;
      const [picture] = await engine.pictures([z], full, signal);
      const [small] = coarse === full ? [picture] : await engine.pictures([z], coarse, signal);
      const coarseRms = coarseLoss.of(small!.data).rms;
      const match = matchOf(target, picture!.data, coarseRms, randomRms, options.ownRms ?? null);
      return { z, start: walker.start, losses, randomRms, match };
    },
  };
}
