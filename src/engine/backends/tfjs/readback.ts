/** TF.js generators whose values are read back to the CPU and become a picture there: on WASM, CPU and WebGL. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import type { RawImage } from '../../contract.ts';
import type { Gap, Generator } from '../backend.ts';
import { fitted, toPixels } from '../pixels.ts';
import { checkPoint, trialPoint } from '../point.ts';
import { checkNumbers, checkOutput } from './checks.ts';
import { networkGradients } from './gradients/gradients.ts';
import { makeNetwork, type NetworkOptions } from './makeNetwork.ts';

interface ReadbackOptions extends NetworkOptions {
  /** Computes one picture before the generator is ready, for backends that compile. */
  warm: boolean;
}

/** Makes a generator whose values are read back to the CPU. @throws BUNDLE_INVALID */
export async function readbackGenerator(bundle: LoadedBundle, options: ReadbackOptions): Promise<Generator> {
  const { image, generator } = bundle.manifest;
  const network = await makeNetwork(bundle, options);

  async function raw(z: Float32Array, gap?: Gap): Promise<RawImage> {
    checkPoint(z, bundle);
    options.activate();
    const output = await network.run(
      z,
      gap &&
        (async () => {
          await gap();
          options.activate();
        }),
    );
    try {
      checkOutput(output, bundle);
      const data = (await output.data()) as Float32Array;
      return { data, width: image.width, height: image.height, channels: image.channels };
    } finally {
      output.dispose();
    }
  }

  async function pixelsOf(z: Float32Array, size?: number, gap?: Gap): Promise<ImageData> {
    const values = await raw(z, gap);
    const to = fitted(image, size);
    return new ImageData(toPixels(values, image.range, to), to.width, to.height);
  }

  const picture = async (z: Float32Array, size?: number, gap?: Gap): Promise<ImageBitmap> =>
    createImageBitmap(await pixelsOf(z, size, gap), { colorSpaceConversion: 'none' });

  /** Scales up here, so that the page only sees pictures of one size. */
  async function previewOf(output: Tensor, resolution: number): Promise<ImageBitmap> {
    const data = (await output.data()) as Float32Array;
    output.dispose();
    const values = { data, width: resolution, height: resolution, channels: image.channels };
    const { width, height } = image;
    const how = { resizeWidth: width, resizeHeight: height, resizeQuality: 'medium' } as const;
    const pixels = new ImageData(toPixels(values, image.range), resolution, resolution);
    return createImageBitmap(pixels, { colorSpaceConversion: 'none', ...how });
  }

  try {
    // A graph may contain an operation that the backend lacks. Find that out before giving up the previous model.
    if (options.warm || generator.family === 'graph')
      checkNumbers((await raw(trialPoint(bundle.manifest))).data, bundle);
  } catch (error) {
    network.dispose();
    throw error;
  }
  return {
    raw,
    renderImage: (z, gap) => picture(z, undefined, gap),
    renderPixels: (z, gap) => pixelsOf(z, undefined, gap),
    // One by one: kernels choose their order of summation by batch size, and a batch would not be quicker.
    async renderBatch(zs, size, gap) {
      const images: ImageBitmap[] = [];
      try {
        for (const z of zs) images.push(await picture(z, size, gap));
        return images;
      } catch (error) {
        for (const done of images) done.close();
        throw error;
      }
    },
    previews: network.previews?.map(({ resolution, share, run }) => ({
      resolution,
      share,
      async render(z) {
        checkPoint(z, bundle);
        options.activate();
        return previewOf(run(z), resolution);
      },
    })),
    ...networkGradients(bundle, network, raw, options.activate),
    dispose: () => network.dispose(),
  };
}
