/**
 * Adapts the page's engine to the search for a picture: latents without a class, and pictures of any of the network's
 * sizes.
 */
import { ZscapeError } from '../../../base/errors.ts';
import type { Engine } from '../../../engine/contract.ts';
import { joinPoint } from '../../../latent/point/classTail.ts';
import type { Picture, ProjectionEngine } from '../../../latent/projection/contract.ts';

type EngineParts = Pick<Engine, 'gradientSizes' | 'gradient' | 'pictureAt' | 'renderRaw'>;

/** How many pictures are requested together, so that the engine never waits for the page. */
const atOnce = 8;

/**
 * @param size numbers in z
 * @param tail the class's tail after each z; empty for a model without classes
 * @param current throws if the engine's model is no longer that of the search; called after every answer
 */
export function projectionEngine(
  engine: EngineParts,
  size: number,
  tail: Float32Array,
  current: () => void,
): ProjectionEngine {
  const pointOf = (z: Float32Array) => (tail.length > 0 ? joinPoint(z, tail) : z);
  let sizes: Promise<number[]> | undefined;
  const checked = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } finally {
      // An answer by another model is as useless as its failure.
      current();
    }
  };
  const pictureOf = async (z: Float32Array, resolution: number, signal?: AbortSignal): Promise<Picture> => {
    sizes ??= engine.gradientSizes().catch(withoutGradients);
    const known = await sizes;
    if (signal?.aborted) throw new ZscapeError('CANCELLED', 'Cancelled.');
    return known.includes(resolution)
      ? engine.pictureAt(pointOf(z), { resolution, ...(signal && { signal }) })
      : engine.renderRaw(pointOf(z));
  };
  return {
    sizes: () => checked(engine.gradientSizes()),
    async pictures(zs, resolution, signal) {
      const drawn: Picture[] = [];
      for (let begin = 0; begin < zs.length; begin += atOnce) {
        const some = zs.slice(begin, begin + atOnce).map((z) => pictureOf(z, resolution, signal));
        drawn.push(...(await checked(Promise.all(some))));
      }
      return drawn;
    },
    async gradient(zs, dPicture, resolution, signal) {
      const found = await checked(
        engine.gradient(zs.map(pointOf), dPicture, { resolution, ...(signal && { signal }) }),
      );
      return found.map((dz) => (dz.length > size ? dz.slice(0, size) : dz));
    },
  };
}

/** Returns no sizes of pictures with gradients; every other failure is rethrown. */
function withoutGradients(error: unknown): number[] {
  if (error instanceof ZscapeError && error.code === 'GRADIENT_UNAVAILABLE') return [];
  throw error;
}
