/** Gradients by TF.js itself. */
import * as tf from '@tensorflow/tfjs-core';
import { ZscapeError } from '../../../../base/errors.ts';

let registered: Promise<unknown> | undefined;

/** Fetches the gradients of TF.js's operations, which are needed only here. @throws NETWORK */
export async function haveGradients(): Promise<void> {
  registered ??= import('@tensorflow/tfjs-core/dist/register_all_gradients.js');
  try {
    await registered;
  } catch (cause) {
    registered = undefined;
    throw new ZscapeError(
      'NETWORK',
      "The code of TF.js's gradients could not be fetched. Check the connection and try again.",
      { cause },
    );
  }
}

/**
 * Computes the gradient of sum(dOutput * compute(x)) with respect to x, in the shape of x. Call it after `haveGradients`
 * has resolved.
 * @param title of the model, for error messages. @param dOutput as many numbers as the output has.
 * @throws GRADIENT_UNAVAILABLE if an operation of `compute` has no gradient on the active backend.
 */
export function differentiated(
  title: string,
  x: tf.Tensor,
  dOutput: Float32Array,
  compute: (x: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  try {
    return tf.tidy(() => {
      const weights = tf.tensor1d(dOutput);
      return tf.grad((at) => tf.sum(tf.mul(tf.reshape(compute(at), [-1]), weights)))(x);
    });
  } catch (cause) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '');
    throw new ZscapeError(
      'GRADIENT_UNAVAILABLE',
      `TF.js has no gradient of ${title} on this backend: ${reason}. Search without gradients.`,
      { cause },
    );
  }
}
