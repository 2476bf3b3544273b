/** The starts of searches: the best of many random faces, of the given faces, and of the encoder's latent for the picture. */
import { ZscapeError } from '../../../base/errors.ts';
import type { Random } from '../../../base/random.ts';
import { sampleDimension } from '../../vector/sample.ts';
import type { ProjectionEngine, ProjectionOptions } from '../contract.ts';
import type { Loss } from '../loss/loss.ts';
import { Walker } from './walker.ts';

const RANDOM_FACES = 256;
/** With an encoder, whose guess they hardly ever beat, random faces serve only to show how far away they are. */
const BESIDE_ENCODER = 64;
/** How many starts are kept. */
const KEPT = 4;
/** How many pictures are requested together; the search can be cancelled in between. */
const AT_ONCE = 16;

export interface Starts {
  /** At most four, nearest first; only the encoder's if it is the nearest, since no other comes close to it. */
  walkers: Walker[];
  /** Root mean squares of the random faces, in ascending order, against which the match is rated. */
  randomRms: number[];
}

/** Chooses the starts. @throws PROJECTION_INVALID for given faces of another size */
export async function chooseStarts(
  engine: ProjectionEngine,
  loss: Loss,
  resolution: number,
  random: Random,
  options: ProjectionOptions,
): Promise<Starts> {
  const { latent, starts = [], encoded, signal } = options;
  const given = encoded ? [encoded, ...starts] : [...starts];
  for (const z of given) {
    if (z.length === latent.size && z.every(Number.isFinite)) continue;
    throw new ZscapeError(
      'PROJECTION_INVALID',
      `A starting face has ${z.length} numbers, but this model needs ${latent.size} finite ones. Start without it.`,
    );
  }
  const drawn = Array.from({ length: encoded ? BESIDE_ENCODER : RANDOM_FACES }, () =>
    Float32Array.from({ length: latent.size }, () => sampleDimension(random, latent.prior)),
  );
  const found: { walker: Walker; guessed: boolean }[] = [];
  const randomRms: number[] = [];
  const all = [...given, ...drawn].map((z) => new Walker(z, latent));
  for (let i = 0; i < all.length; i += AT_ONCE) {
    const some = all.slice(i, i + AT_ONCE);
    const pictures = await engine.pictures(
      some.map(({ z }) => z),
      resolution,
      signal,
    );
    for (const [k, walker] of some.entries()) {
      const distance = loss.of(pictures[k]!.data);
      walker.seen(walker.z, distance.loss + walker.prior(walker.z));
      found.push({ walker, guessed: encoded !== undefined && i + k === 0 });
      if (i + k >= given.length) randomRms.push(distance.rms);
    }
  }
  found.sort((a, b) => a.walker.loss - b.walker.loss);
  if (found[0]!.guessed) found.length = 1;
  const kept = found.slice(0, KEPT);
  if (encoded && !kept.some(({ guessed }) => guessed)) kept[KEPT - 1] = found.find(({ guessed }) => guessed)!;
  return { walkers: kept.map(({ walker }) => walker), randomRms: randomRms.sort((a, b) => a - b) };
}
