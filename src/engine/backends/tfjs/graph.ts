/** Any other model: TF.js runs the graph as it is in the bundle. */
import { type GraphModel, loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { ZscapeError } from '../../../base/errors.ts';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import type { Network } from './network.ts';

/** Builds it on the active backend. @throws BUNDLE_INVALID with TF.js's own reason. */
export async function graphNetwork(bundle: LoadedBundle): Promise<Network> {
  const { manifest, model, shards } = bundle;
  const { generator, latent, title } = manifest;
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
  // Control flow (loops, conditions) runs only asynchronously; TF.js tells when it is tried.
  let dynamic = false;
  return {
    async run(z) {
      const input = tf.tensor2d(z, [1, latent.size]);
      try {
        if (!dynamic) {
          try {
            return only(tf.tidy(() => graph.execute({ [generator.input]: input }, generator.output)));
          } catch (error) {
            if (!/executeAsync/.test(reasonOf(error))) throw error;
            dynamic = true;
          }
        }
        return only(await graph.executeAsync({ [generator.input]: input }, generator.output));
      } catch (cause) {
        throw new ZscapeError('ENGINE_FAILED', `The graph of ${title} cannot be run: ${reasonOf(cause)}.`, {
          cause,
        });
      } finally {
        input.dispose();
      }
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
