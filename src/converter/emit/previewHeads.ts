/**
 * Adds fitted preview heads to a finished graph model, as outputs of their own. Existing shards stay unchanged: the
 * heads' weights come last, in their own shard, so they can also be added to a model long after it was made.
 */
import { joinBytes } from '../../base/joinBytes.ts';
import type { BundleManifest, ProganGenerator } from '../../bundle/schema/manifest.ts';
import { ints, text, type } from '../graph/attributes.ts';
import { constantOf, constNode, type GraphNode, ref } from '../graph/graph.ts';
import type { FittedHead } from '../measure/calibrate/previewHeads.ts';
import { nodeToJson } from './modelJson.ts';
import { type EncodedWeight, encodeWeight, type WeightEntry } from './quantize.ts';
import type { Shard } from './shards.ts';

export interface PreviewHeads {
  /** The new `model.json`. */
  readonly json: Uint8Array<ArrayBuffer>;
  readonly shard: Shard;
  /** The number of parameters in the heads. */
  readonly parameters: number;
  readonly outputs: BundleManifest['outputs'];
  readonly previewHeads: BundleManifest['previewHeads'];
}

/** The part of `model.json` that is extended. */
interface ModelJson {
  readonly modelTopology: { readonly node: { readonly name: string }[] };
  readonly weightsManifest: { readonly paths: string[]; readonly weights: WeightEntry[] }[];
}

/** Adds the heads. @param json `model.json` as this converter writes it: one group of weights. */
export function withPreviewHeads(
  json: Uint8Array,
  generator: ProganGenerator,
  heads: readonly FittedHead[],
): PreviewHeads {
  const model = JSON.parse(new TextDecoder().decode(json)) as ModelJson;
  const taken = new Set(model.modelTopology.node.map(({ name }) => name));
  const [group] = model.weightsManifest;
  const nodes: GraphNode[] = [];
  const weights: EncodedWeight[] = [];
  const outputs: BundleManifest['outputs'] = [];
  const previewHeads: BundleManifest['previewHeads'] = [];
  for (const { resolution, kernel, bias, features, error } of heads) {
    const name = freeName(`preview_${resolution}`, taken);
    const names = { kernel: `${name}/kernel`, bias: `${name}/bias` };
    const kernelShape = [1, 1, features, bias.length];
    for (const [weight, shape, data] of [
      [names.kernel, kernelShape, kernel],
      [names.bias, [bias.length], bias],
    ] as const) {
      const constant = constantOf({ dtype: 'float32', shape, data });
      nodes.push(constNode(weight, constant));
      weights.push(encodeWeight(weight, constant, 'none'));
    }
    const { output } = generator.blocks.find((block) => block.resolution === resolution)!;
    nodes.push(...headNodes(name, output!, names));
    outputs.push({ resolution, node: name, kind: 'preview' });
    previewHeads.push({ resolution, ...names, error });
  }
  model.modelTopology.node.push(...(nodes.map(nodeToJson) as { name: string }[]));
  const shard = { path: 'previews.bin', bytes: joinBytes(weights.map(({ bytes }) => bytes)) };
  group!.paths.push(shard.path);
  group!.weights.push(...weights.map(({ entry }) => entry));
  return {
    json: new TextEncoder().encode(JSON.stringify(model)),
    shard,
    parameters: shard.bytes.length / Float32Array.BYTES_PER_ELEMENT,
    outputs,
    previewHeads,
  };
}

/** Makes the nodes of conv1x1(trunk) + bias. */
function headNodes(name: string, trunk: string, weights: { kernel: string; bias: string }): GraphNode[] {
  const product: GraphNode = {
    name: `${name}/product`,
    op: 'Conv2D',
    inputs: [ref(trunk), ref(weights.kernel)],
    attrs: {
      T: type('float32'),
      strides: ints([1, 1, 1, 1]),
      dilations: ints([1, 1, 1, 1]),
      explicit_paddings: ints([]),
      padding: text('SAME'),
      data_format: text('NHWC'),
    },
  };
  const sum: GraphNode = {
    name,
    op: 'AddV2',
    inputs: [ref(product.name), ref(weights.bias)],
    attrs: { T: type('float32') },
  };
  return [product, sum];
}

/** Finds a name that no other node's name begins with, so that names derived from it are free too. */
export function freeName(wish: string, taken: ReadonlySet<string>): string {
  const isTaken = (name: string): boolean =>
    [...taken].some((other) => other === name || other.startsWith(`${name}/`));
  let name = wish;
  for (let i = 1; isTaken(name); i++) name = `${wish}_${i}`;
  return name;
}
