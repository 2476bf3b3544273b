/** A bundle as a TF.js network: z in, one picture's tensor out. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { ZscapeError } from '../../../base/errors.ts';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import type { Gap } from '../backend.ts';
import { type ProganOptions, proganNetwork } from './progan.ts';

export interface Network {
  /**
   * @param z float32 [latent]. @param gap awaited between layers where it can be.
   * @returns float32 with height * width * channels elements, which the caller disposes of.
   */
  run(z: Float32Array, gap?: Gap): Tensor | Promise<Tensor>;
  /** The bundle's preview heads, from low to high: pictures [resolution, resolution, channels]. */
  previews?: readonly NetworkPreview[];
  dispose(): void;
}

export interface NetworkPreview {
  resolution: number;
  /** Its part of a full picture's multiplications. */
  share: number;
  run(z: Float32Array): Tensor;
}

export interface NetworkOptions extends Pick<ProganOptions, 'foldUpsampling'> {
  /** Makes the backend that shall compute it TF.js's active one. */
  activate(): void;
}

/** Builds the network. @throws BUNDLE_INVALID. */
export async function makeNetwork(bundle: LoadedBundle, options: NetworkOptions): Promise<Network> {
  const { generator } = bundle.manifest;
  if (generator.family === 'progan') {
    options.activate();
    return proganNetwork(generator, bundle.weights, { ...options, heads: bundle.manifest.previewHeads });
  }
  const { graphNetwork } = await import('./graph.ts');
  options.activate();
  return graphNetwork(bundle);
}

/** A latent for trying a network out: not zero, which some networks divide by. */
export const trialLatent = (size: number): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => 1.4 * Math.sin(i + 1));

/** @throws BUNDLE_INVALID when a network gives what is no number, as it does when its weights hold some. */
export function checkNumbers(data: Float32Array, { manifest }: LoadedBundle): void {
  if (data.every(Number.isFinite)) return;
  throw new ZscapeError(
    'BUNDLE_INVALID',
    `The model ${manifest.title} gives values that are no numbers (NaN or infinite), so it has no picture. Convert it again from its source.`,
  );
}

/** @throws BUNDLE_INVALID when the network's answer is not the picture that the bundle promises. */
export function checkOutput(output: Tensor, { manifest }: LoadedBundle): void {
  const { width, height, channels } = manifest.image;
  if (output.size === width * height * channels && output.dtype === 'float32') return;
  throw new ZscapeError(
    'BUNDLE_INVALID',
    `The model ${manifest.title} gives ${output.dtype} [${output.shape.join(', ')}] and its bundle promises a picture of ${width}x${height}x${channels}.`,
  );
}
