/**
 * The growth network: a small ProGAN that draws again what the network drew at the end of its early stages, when the
 * blocks were younger than those of the finished one. It is fetched with the first picture of such a stage.
 */
import { ZscapeError } from '../../../../base/errors.ts';
import type { LoadedBundle } from '../../../../bundle/read/reader.ts';
import type { Growth, RawImage } from '../../../contract.ts';
import type { Gap, Inside } from '../../backend.ts';
import { normalised } from '../../latent.ts';
import { needsGrowthNetwork } from '../../progan/changes.ts';
import { latentReducer } from '../../progan/cosines.ts';

/** Draws a picture of an early stage in the growth network's own size. */
export type DrawEarly = (z: Float32Array, gap?: Gap) => Promise<RawImage>;

/** A generator of the growth network. */
interface EarlyGenerator {
  inside: Inside;
  memory(): { tensors: number; bytes: number };
  dispose(): void;
}

export interface EarlyStages {
  /**
   * Returns the growth network's part in a growth: undefined if it has none.
   * @returns `whole` draws the growth itself; `lower` draws the lower of its two pictures.
   * @throws NETWORK_UNAVAILABLE if the growth network cannot be had
   */
  partOf(growth: Growth | null): Promise<{ whole?: DrawEarly; lower?: DrawEarly } | undefined>;
  /** Counts what it holds. */
  memory(): { tensors: number; bytes: number };
  dispose(): void;
}

/** @param make makes a generator of a bundle */
export function earlyStages(
  { manifest, growthNetwork }: LoadedBundle,
  make: (bundle: LoadedBundle) => EarlyGenerator,
): EarlyStages {
  const { resolution: size = 0, cosines = 0 } = manifest.growthNetwork ?? {};
  const { latentNorm = null } = manifest.generator.family === 'progan' ? manifest.generator : {};
  let made: EarlyGenerator | undefined;
  let making: Promise<EarlyGenerator> | undefined;
  let reducer: ReturnType<typeof latentReducer> | undefined;
  let disposed = false;

  async function fetched(): Promise<EarlyGenerator> {
    // Its own growth network, if a manifest claims one, is none of ours.
    const { growthNetwork: _, ...bundle } = await growthNetwork!();
    const { latent, image } = bundle.manifest;
    if (latent.size !== cosines + 1 || image.width !== size || image.channels !== manifest.image.channels)
      throw new ZscapeError(
        'BUNDLE_INVALID',
        `it draws ${image.width} pixels from ${latent.size} numbers, and ${size} from ${cosines + 1} are needed`,
      );
    const generator = make(bundle);
    if (disposed) generator.dispose();
    else made = generator;
    return generator;
  }

  async function generator(): Promise<EarlyGenerator> {
    making ??= fetched();
    try {
      return await making;
    } catch (cause) {
      making = undefined; // a later request tries again
      const why = cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
      throw new ZscapeError(
        'NETWORK_UNAVAILABLE',
        `The pictures of ${manifest.title}’s early stages come from a small network of their own, which could not be loaded: ${why}. Choose the refitted heads, or try again.`,
        { cause },
      );
    }
  }

  return {
    async partOf(growth) {
      if (!growth || !growthNetwork || !needsGrowthNetwork(growth, manifest)) return undefined;
      const { inside } = await generator();
      const fadesFrom = growth.resolution > size;
      const wanted: Growth = fadesFrom ? { resolution: size, alpha: 1, heads: 'trained' } : growth;
      const { raw } = await inside.pictures({ maps: [], withoutNorm: [], mix: null, growth: wanted });
      reducer ??= latentReducer(cosines, manifest.latent.size);
      const reduced = reducer;
      const draw: DrawEarly = (z, gap) =>
        raw(reduced(latentNorm ? normalised(z, latentNorm.epsilon) : z), gap);
      return { [fadesFrom ? 'lower' : 'whole']: draw };
    },
    memory: () => made?.memory() ?? { tensors: 0, bytes: 0 },
    dispose() {
      disposed = true;
      made?.dispose();
    },
  };
}
