/** A network of any other family: TF.js runs the bundle's graph unaltered. */
import { type GraphModel, loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { ZscapeError } from '../../../base/errors.ts';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import { classValues } from '../point.ts';
import { differentiated } from './gradients/differentiated.ts';
import { MemoryBoundPassed, withinMemory } from './memoryBound.ts';
import type { Network } from './network.ts';

/** The most bytes that the tensors of one picture may take; a browser tab has several times as much. */
const MOST_BYTES = 2 * 2 ** 30;

/**
 * Builds the network on the active backend.
 * @param most bytes of the tensors of one picture.
 * @throws BUNDLE_INVALID with TF.js's own reason.
 */
export async function graphNetwork(bundle: LoadedBundle, most = MOST_BYTES): Promise<Network> {
  const { manifest, model, shards } = bundle;
  const { generator, latent, classes, title } = manifest;
  const artifacts: tf.io.ModelArtifacts = {
    ...model,
    weightSpecs: model.weightsManifest.flatMap((group) => group.weights) as tf.io.WeightsManifestEntry[],
    weightData: shards.map(wholeBuffer),
  };
  let graph: GraphModel;
  try {
    graph = await loadGraphModel(tf.io.fromMemory(artifacts));
  } catch (cause) {
    throw new ZscapeError('BUNDLE_INVALID', `TF.js cannot read the graph of ${title}: ${reasonOf(cause)}.`, {
      cause,
    });
  }
  // Control flow (loops, conditions) only runs asynchronously, and TF.js reports it only when it is tried.
  let dynamic = false;
  const latentOf = (z: Float32Array) => tf.tensor2d(z.subarray(0, latent.size), [1, latent.size]);
  /** @param latents the graph's input for z itself. */
  const inputsOf = (z: Float32Array, latents: tf.Tensor): tf.NamedTensorMap => ({
    [generator.input]: latents,
    ...(classes && {
      [classes.input]: tf.tensor(classValues(classes, z, latent.size), [1, ...classes.shape], classes.dtype),
    }),
  });
  const execute = async (z: Float32Array): Promise<tf.Tensor> => {
    const inputs = inputsOf(z, latentOf(z));
    if (!dynamic) {
      try {
        return only(graph.execute(inputs, generator.output));
      } catch (error) {
        if (!/executeAsync/.test(reasonOf(error))) throw error;
        dynamic = true;
      }
    }
    return only(await graph.executeAsync(inputs, generator.output));
  };
  return {
    async run(z) {
      try {
        return await withinMemory(most, () => execute(z));
      } catch (cause) {
        if (cause instanceof MemoryBoundPassed)
          throw new ZscapeError(
            'BUNDLE_INVALID',
            `The graph of ${title} needs more than ${Math.round(most / 2 ** 20)} MB for one picture and was stopped. Choose another model.`,
          );
        throw new ZscapeError('ENGINE_FAILED', `The graph of ${title} cannot be run: ${reasonOf(cause)}.`, {
          cause,
        });
      }
    },
    async gradient(z, dPicture) {
      const latents = latentOf(z);
      const picture = (at: tf.Tensor) => only(graph.execute(inputsOf(z, at), generator.output));
      const dz = await withinMemory(most, () => differentiated(title, latents, dPicture, picture));
      const values = (await dz.data()) as Float32Array;
      tf.dispose([latents, dz]);
      return values;
    },
    dispose: () => graph.dispose(),
  };
}

const only = (output: tf.Tensor | tf.Tensor[]): tf.Tensor => (Array.isArray(output) ? output[0]! : output);
const reasonOf = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');

function wholeBuffer(bytes: Uint8Array<ArrayBuffer>): ArrayBuffer {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
}
