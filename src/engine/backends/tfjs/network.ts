/** What a bundle becomes on TF.js: a point in, one picture's tensor out. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Gap } from '../backend.ts';

export interface Network {
  /**
   * @param z float32 [latent], and behind it what tells the class (`backends/point.ts`). @param gap awaited between layers where it can be.
   * @returns float32 with height * width * channels elements, which the caller disposes of.
   */
  run(z: Float32Array, gap?: Gap): Tensor | Promise<Tensor>;
  /** The bundle's preview heads, from low to high: pictures [resolution, resolution, channels]. */
  previews?: readonly NetworkPreview[];
  dispose(): void;
}

interface NetworkPreview {
  resolution: number;
  /** Its part of a full picture's multiplications. */
  share: number;
  run(z: Float32Array): Tensor;
}
