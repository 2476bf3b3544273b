/** A graph without inputs, emitted and run by stock TF.js. */
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { io, type Tensor } from '@tensorflow/tfjs-core';
import { emitGraphModel } from '../emit/modelJson.ts';
import type { Graph } from '../graph/graph.ts';

export async function runGraph(graph: Graph): Promise<{ shape: number[]; data: ArrayLike<number> }[]> {
  const { json, shards } = await emitGraphModel(graph, { quantization: 'none' });
  const { modelTopology, weightsManifest, signature } = JSON.parse(new TextDecoder().decode(json));
  const weights = { weightSpecs: weightsManifest[0].weights, weightData: shards[0]!.bytes.buffer };
  const model = await loadGraphModel(io.fromMemory({ modelTopology, signature, ...weights }));
  const names = graph.outputs.map(({ ref }) => (ref.output === 0 ? ref.node : `${ref.node}:${ref.output}`));
  const results = model.execute({}, names) as Tensor | Tensor[];
  const read = (Array.isArray(results) ? results : [results]).map(async (result) => ({
    shape: result.shape,
    data: await result.data(),
  }));
  const values = await Promise.all(read);
  model.dispose();
  return values;
}
