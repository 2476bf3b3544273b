/** A ProGAN's gradients on the kernels. Memory is allocated and weights are packed when the first gradient is requested. */
import { ZscapeError } from '../../../base/errors.ts';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import type { Gap, Gradients } from '../backend.ts';
import { checkFinite, checkPictureGradient, checkResolution } from '../gradients.ts';
import { checkLatent, normalised, normalisedBack } from '../latent.ts';
import type { GradientHead, GradientNetwork } from './plan/gradient.ts';
import type { Network } from './plan/network.ts';
import { Parts } from './plan/parts.ts';

/** Makes a network's gradients available. */
export function wasmGradients(bundle: LoadedBundle, network: Network): Gradients {
  const { manifest } = bundle;
  const { generator, image, latent } = manifest;
  if (generator.family !== 'progan')
    throw new ZscapeError('BUNDLE_INVALID', `${manifest.title} is no ProGAN.`);
  const { latentNorm, leakySlope } = generator;
  const { machine, previews, full } = network;
  const resolutions = [...previews, full].map(({ head }) => head.size);
  // Frames computed in the gaps do not overwrite our data, nor we theirs.
  const parts = new Parts(machine);
  let made: Promise<GradientNetwork> | undefined;
  /** The z and the resolution of the kept pictures. */
  let kept: { z: Float32Array; resolution: number } | undefined;
  /** Serialises calls, which all write to the same pictures. */
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  }

  async function headOf(resolution: number, gap: Gap | undefined): Promise<[GradientHead, GradientNetwork]> {
    if (leakySlope < 0) {
      throw new ZscapeError(
        'GRADIENT_UNAVAILABLE',
        `${manifest.title} has a leaky ReLU that falls for negative values, whose gradient the WASM kernels cannot compute.`,
      );
    }
    made ??= make(gap);
    const gradients = await made;
    return [gradients.heads.find((head) => head.resolution === resolution)!, gradients];
  }

  async function make(gap: Gap | undefined): Promise<GradientNetwork> {
    try {
      machine.grow(network.gradient.pages);
      return await network.gradient.write(machine, gap);
    } catch (error) {
      made = undefined;
      // Frames continue in the existing memory.
      if (error instanceof ZscapeError && error.code === 'OUT_OF_MEMORY')
        throw new ZscapeError('GRADIENT_UNAVAILABLE', error.message, { cause: error });
      throw error;
    }
  }

  async function keep(z: Float32Array, { keep: program }: GradientHead, gap: Gap | undefined): Promise<void> {
    kept = undefined;
    const begin = () =>
      machine.floats(network.latent, z.length).set(latentNorm ? normalised(z, latentNorm.epsilon) : z);
    await parts.run(program, begin, () => {}, gap);
    kept = { z: z.slice(), resolution: program.head.size };
  }

  return {
    resolutions,
    picture: (z, resolution, gap) =>
      inTurn(async () => {
        checkLatent(z, bundle);
        checkResolution(resolution, resolutions);
        const [head] = await headOf(resolution, gap);
        await keep(z, head, gap);
        const { values, size } = head.keep.head;
        const { channels } = image;
        const data = machine.floats(values, size * size * channels).slice();
        return { data, width: size, height: size, channels };
      }),
    gradient: (z, dPicture, resolution, gap) =>
      inTurn(async () => {
        checkLatent(z, bundle);
        checkResolution(resolution, resolutions);
        checkPictureGradient(dPicture, resolution ** 2 * image.channels);
        const [head, { dLatent }] = await headOf(resolution, gap);
        if (kept?.resolution !== resolution || !kept.z.every((value, i) => value === z[i]))
          await keep(z, head, gap);
        kept = undefined; // the backward pass overwrites it
        machine.floats(head.gradient, dPicture.length).set(dPicture);
        const d = await parts.run(
          head.back,
          () => {},
          () => new Float32Array(machine.floats(dLatent, latent.size)),
          gap,
        );
        const dz = latentNorm ? normalisedBack(z, latentNorm.epsilon, d) : d;
        checkFinite(dz, 'The gradient of the latent vector');
        return dz;
      }),
  };
}
