/** The TF.js graph model, as stock `tf.loadGraphModel` reads it. */
import { throwIfCancelled, ZscapeError } from '../../base/errors.ts';
import { nextTask } from '../../base/nextTask.ts';
import type { Quantization } from '../../bundle/schema/manifest.ts';
import type { Attributes } from '../graph/attributes.ts';
import type { Graph, GraphNode, Ref } from '../graph/graph.ts';
import { topologicalOrder } from '../graph/order.ts';
import type { DType } from '../graph/tensor.ts';
import { shapesOf } from '../shapes/shapesOf.ts';
import { attributeToJson, shapeToJson, tfjsTypeName } from './attributeToJson.ts';
import { encodeWeight, type Storage, storedBytes, type WeightEntry } from './quantize.ts';
import { type Shard, ShardWriter } from './shards.ts';

/** Far beyond StyleGAN's 120 MB; a page that downloads more helps nobody. */
const mostBytes = 512e6;

export interface GraphModel {
  readonly json: Uint8Array<ArrayBuffer>;
  readonly shards: readonly Shard[];
  /** The number of parameters in all weights except scalars. */
  readonly parameters: number;
  /** How weights are stored: as requested, or as most of their bytes came. */
  readonly quantization: Quantization;
}

export interface EmitOptions {
  readonly quantization: Storage;
  /** Called with the bytes of weights written so far, and their total. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Emits the graph model. Only the first output is part of the signature, so that `predict(z)` returns the picture; the
 * others are available by their node's name, as in `execute(z, 'head_8')`.
 */
export async function emitGraphModel(
  graph: Graph,
  { quantization, onProgress, signal }: EmitOptions,
): Promise<GraphModel> {
  const nodes = topologicalOrder(graph);
  const constants = nodes
    .filter((node) => node.constant !== undefined)
    .map((node) => ({ name: node.name, constant: node.constant! }));
  // Wide elements first, so that every weight starts at a multiple of its element's size.
  const width = (constant: GraphNode['constant']): number =>
    storedBytes(constant!, quantization) /
    Math.max(
      1,
      constant!.shape.reduce((product, size) => product * size, 1),
    );
  constants.sort((a, b) => width(b.constant) - width(a.constant));
  const total = constants.reduce((sum, { constant }) => sum + storedBytes(constant, quantization), 0);
  if (total > mostBytes) {
    throw new ZscapeError(
      'TENSOR_INVALID',
      `The weights take ${(total / 1e6).toFixed(0)} MB, more than a page can hold; the limit is ${mostBytes / 1e6} MB.`,
    );
  }
  const writer = new ShardWriter(total);
  const weights: WeightEntry[] = [];
  let done = 0;
  let paused = 0;
  let parameters = 0;
  const held: Record<Quantization, number> = { none: 0, float16: 0, uint8: 0 };
  for (const { name, constant } of constants) {
    const { entry, bytes } = encodeWeight(name, constant, quantization);
    writer.write(bytes);
    weights.push(entry);
    held[entry.quantization?.dtype ?? 'none'] += bytes.length;
    done += bytes.length;
    if (entry.dtype === 'float32' && entry.shape.length > 0) {
      parameters += entry.shape.reduce((product, size) => product * size, 1);
    }
    onProgress?.(done, total);
    // The pause lets a worker receive a cancel.
    if (done - paused > 2 ** 23) {
      await nextTask();
      paused = done;
    }
    throwIfCancelled(signal);
  }
  const model = {
    format: 'graph-model',
    generatedBy: 'TensorFlow',
    convertedBy: 'Zscape',
    signature: signatureOf(graph),
    modelTopology: { node: nodes.map(nodeToJson), versions: { producer: 987 } },
    weightsManifest: [{ paths: writer.shards.map(({ path }) => path), weights }],
  };
  return {
    json: new TextEncoder().encode(JSON.stringify(model)),
    shards: writer.shards,
    parameters,
    quantization:
      held.uint8 > held.float16 + held.none || quantization === 'as-it-came' ? mostOf(held) : quantization,
  };
}

function mostOf(held: Readonly<Record<Quantization, number>>): Quantization {
  const { none, float16, uint8 } = held;
  if (none >= float16 && none >= uint8) return 'none';
  return uint8 >= float16 ? 'uint8' : 'float16';
}

function signatureOf(graph: Graph): unknown {
  const shapes = shapesOf(graph);
  const info = (at: Ref, dtype: DType): unknown => ({
    name: `${at.node}:${at.output}`,
    dtype: tfjsTypeName(dtype),
    tensorShape: shapeToJson(shapes.shape(at) ?? null),
  });
  const output = graph.outputs[0]!;
  return {
    inputs: Object.fromEntries(
      graph.inputs.map(({ node, dtype }) => [node, info({ node, output: 0 }, dtype)]),
    ),
    outputs: { [output.ref.node]: info(output.ref, 'float32') },
  };
}

/** Converts a node for `modelTopology`. */
export function nodeToJson({ name, op, inputs, attrs, constant }: GraphNode): unknown {
  if (constant !== undefined) {
    const dtype = tfjsTypeName(constant.dtype);
    const tensor = { dtype, tensorShape: shapeToJson(constant.shape) };
    return { name, op, attr: { dtype: { type: dtype }, value: { tensor } } };
  }
  return {
    name,
    op,
    ...(inputs.length > 0 && {
      input: inputs.map(({ node, output }) => (output === 0 ? node : `${node}:${output}`)),
    }),
    attr: attributesToJson(attrs),
  };
}

function attributesToJson(attrs: Attributes): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attrs).map(([name, attribute]) => [name, attributeToJson(attribute)]),
  );
}
