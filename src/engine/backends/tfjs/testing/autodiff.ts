/**
 * A ProGAN made of TF.js operations that can all be differentiated on WASM and CPU: nothing fused, doubling by tiles. Our
 * own gradients are compared with it, in tests and in `bench/kernels/gradient.ts`.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LoadedBundle } from '../../../../bundle/read/reader.ts';
import { planProgan } from '../../progan/plan.ts';
import { foldedHead, weightsOf } from '../../progan/weights.ts';
import { differentiated, haveGradients } from '../gradients/differentiated.ts';

export interface Autodiff {
  /** Computes the gradient with respect to z of sum(dPicture * full picture). Both are float32. */
  gradient(z: Float32Array, dPicture: Float32Array): Promise<Float32Array>;
  dispose(): void;
}

/** Builds the network on the active backend. @param prepare registers the gradients of TF.js's operations. */
export function tfjsAutodiff(
  { manifest, weights }: LoadedBundle,
  prepare: () => Promise<void> = haveGradients,
): Autodiff {
  const { generator } = manifest;
  if (generator.family !== 'progan') throw new Error(`${manifest.id} is no ProGAN`);
  const plan = planProgan({ ...manifest, generator });
  const { slope, epsilon } = plan.activation;
  const { latent, size, to } = plan.dense;
  const kept: tf.Tensor[] = [];
  const keep = <T extends tf.Tensor>(tensor: T): T => {
    kept.push(tensor);
    return tensor;
  };
  const normalise = (x: tf.Tensor, by: number) =>
    tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), by)));
  const first = weightsOf(weights, plan.dense);
  // Tap (size - 1 - y, size - 1 - x) of the kernel belongs to the pixel (y, x).
  const matrix = keep(
    tf.tidy(() =>
      tf.reshape(
        tf.transpose(
          tf.reverse(tf.tensor4d(first.kernel.data, [size, size, latent, to]), [0, 1]),
          [2, 0, 1, 3],
        ),
        [latent, size * size * to],
      ),
    ),
  );
  const firstBias = keep(tf.tensor1d(first.bias.data));
  const layers = plan.convolutions.map((layer) => {
    const { kernel, bias } = weightsOf(weights, layer);
    return {
      up: layer.up,
      filter: keep(tf.tensor4d(kernel.data, [3, 3, layer.from, layer.to])),
      bias: keep(tf.tensor1d(bias.data)),
    };
  });
  const head = foldedHead(weights, plan.head);
  const colours = keep(tf.tensor2d(head.kernel, [plan.head.from, plan.head.channels]));
  const colourBias = keep(tf.tensor1d(head.bias));

  function picture(z: tf.Tensor): tf.Tensor {
    const point = plan.latentEpsilon === undefined ? z : normalise(z, plan.latentEpsilon);
    const activated = (x: tf.Tensor, bias: tf.Tensor) =>
      normalise(tf.leakyRelu(tf.add(x, bias), slope), epsilon) as tf.Tensor4D;
    let x = activated(
      tf.reshape(tf.matMul(point as tf.Tensor2D, matrix as tf.Tensor2D), [1, size, size, to]),
      firstBias,
    );
    for (const { up, filter, bias } of layers)
      x = activated(tf.conv2d(up ? doubled(x) : x, filter, 1, 'same'), bias);
    const [, h, w, channels] = x.shape;
    const values = tf.add(tf.matMul(tf.reshape(x, [h * w, channels]), colours), colourBias);
    const { clip } = plan.head;
    return clip ? tf.clipByValue(values, clip[0], clip[1]) : values;
  }

  return {
    async gradient(z, dPicture) {
      await prepare();
      const point = tf.tensor2d(z, [1, latent]);
      const dz = differentiated(manifest.title, point, dPicture, picture);
      const values = (await dz.data()) as Float32Array;
      tf.dispose([point, dz]);
      return values;
    },
    dispose() {
      tf.dispose(kept);
    },
  };
}

/** Doubles by nearest neighbour with operations that can be differentiated; TF.js on WASM lacks the gradient of its own. */
function doubled(x: tf.Tensor4D): tf.Tensor4D {
  const [, h, w, channels] = x.shape;
  const wide = tf.tile(tf.reshape(x, [h * w, 1, channels]), [1, 2, 1]);
  return tf.reshape(tf.tile(tf.reshape(wide, [h, 1, 2 * w * channels]), [1, 2, 1]), [
    1,
    2 * h,
    2 * w,
    channels,
  ]);
}
