/** Emits a graph and runs it in stock TF.js. */
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { io, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { emitGraphModel } from '../emit/modelJson.ts';
import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/value.ts';
import { fuse } from '../passes/fusing/fuse.ts';
import { canonicalise, trim } from '../passes/optimise.ts';

interface RunValue {
  readonly shape: number[];
  readonly data: ArrayLike<number>;
}

/** Runs a graph. @param feeds values of the inputs, by their node's name. */
export async function runGraph(
  graph: Graph,
  feeds: ReadonlyMap<string, Value> = new Map(),
): Promise<RunValue[]> {
  const { json, shards } = await emitGraphModel(graph, { quantization: 'none' });
  const { modelTopology, weightsManifest, signature } = JSON.parse(new TextDecoder().decode(json));
  const weightData = shards[0]?.bytes.buffer ?? new ArrayBuffer(0);
  const weights = { weightSpecs: weightsManifest[0].weights, weightData };
  const model = await loadGraphModel(io.fromMemory({ modelTopology, signature, ...weights }));
  const names = graph.outputs.map(({ ref }) => (ref.output === 0 ? ref.node : `${ref.node}:${ref.output}`));
  const inputs = [...feeds].map(([node, { shape, data, dtype }]) => [
    node,
    tensor(data, [...shape], dtype as 'float32' | 'int32'),
  ]);
  const results = model.execute(Object.fromEntries(inputs), names) as Tensor | Tensor[];
  const read = (Array.isArray(results) ? results : [results]).map(async (result) => ({
    shape: result.shape,
    data: await result.data(),
  }));
  const values = await Promise.all(read);
  model.dispose();
  return values;
}

/** Returns the first output of a graph that is simplified and fused as for a bundle. */
export async function runSimplified(graph: Graph, feeds: ReadonlyMap<string, Value>): Promise<RunValue> {
  const first = { ...graph, outputs: graph.outputs.slice(0, 1), shapes: {} };
  const [result] = await runGraph(fuse(trim(canonicalise(first))), feeds);
  return result!;
}
