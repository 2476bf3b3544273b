/** Makes a network on TF.js a source of gradients, if it has them. */
import { ZscapeError } from '../../../../base/errors.ts';
import type { LoadedBundle } from '../../../../bundle/read/reader.ts';
import type { Generator, Gradients } from '../../backend.ts';
import { checkFinite, checkPictureGradient, checkResolution } from '../../gradients.ts';
import { checkPoint, trialPoint } from '../../point.ts';
import type { Network } from '../network.ts';
import { haveGradients } from './differentiated.ts';

/**
 * Offers a network's gradients. Nothing is kept from a picture for its gradient, because TF.js runs both passes together.
 * @param raw the generator's.
 * @param activate makes the network's backend the active one of TF.js.
 */
export function networkGradients(
  bundle: LoadedBundle,
  network: Network,
  raw: Generator['raw'],
  activate: () => void,
): { gradients?: Gradients } {
  if (!network.gradient) return {};
  const { width, height, channels } = bundle.manifest.image;
  const resolutions = [Math.max(width, height)];
  const compute = async (z: Float32Array, dPicture: Float32Array): Promise<Float32Array> => {
    await haveGradients();
    activate();
    return network.gradient!(z, dPicture);
  };
  let proved = false;
  return {
    gradients: {
      resolutions,
      async prove() {
        if (proved) return;
        // The values vary: behind a mean that is subtracted, the gradient of a constant would be zero.
        const dPicture = Float32Array.from({ length: width * height * channels }, (_, i) => Math.cos(i));
        const dz = await compute(trialPoint(bundle.manifest), dPicture);
        if (!dz.every(Number.isFinite)) throw useless(bundle, 'is not made of numbers (NaN or infinite)');
        if (dz.every((value) => value === 0))
          throw useless(bundle, 'is zero: an operation rounds its values');
        proved = true;
      },
      picture(z, resolution, gap) {
        checkResolution(resolution, resolutions);
        return raw(z, gap);
      },
      async gradient(z, dPicture, resolution) {
        checkPoint(z, bundle);
        checkResolution(resolution, resolutions);
        checkPictureGradient(dPicture, width * height * channels);
        const dz = await compute(z, dPicture);
        checkFinite(dz, 'The gradient of the latent vector');
        return dz;
      },
    },
  };
}

const useless = ({ manifest }: LoadedBundle, why: string) =>
  new ZscapeError(
    'GRADIENT_UNAVAILABLE',
    `The gradient of ${manifest.title} ${why}. Search without gradients.`,
  );
