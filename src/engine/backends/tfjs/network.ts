/** A bundle's form on TF.js: a point in, one picture's tensor out. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Gap } from '../backend.ts';

export interface Network {
  /**
   * Computes one picture.
   * @param z float32 [latent], followed by the numbers of the class (`backends/point.ts`). @param gap awaited between
   * layers where possible.
   * @returns float32 with height * width * channels elements, to be disposed of by the caller.
   */
  run(z: Float32Array, gap?: Gap): Tensor | Promise<Tensor>;
  /**
   * Computes the gradient with respect to z, float32 [latent], from the gradient with respect to the picture.
   * @throws GRADIENT_UNAVAILABLE with the reason if there is none
   */
  gradient?(z: Float32Array, dPicture: Float32Array): Promise<Float32Array>;
  /** The bundle's preview heads, from low to high: pictures [resolution, resolution, channels]. */
  previews?: readonly NetworkPreview[];
  dispose(): void;
}

interface NetworkPreview {
  resolution: number;
  /** Its fraction of a full picture's multiplications. */
  share: number;
  run(z: Float32Array): Tensor;
}
