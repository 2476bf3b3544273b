/**
 * Adds the heads of a network's earlier stages to a finished graph model: weights that no node uses, in their own shard.
 * The page draws with them; TF.js ignores them.
 */
import { joinBytes } from '../../base/joinBytes.ts';
import type { BundleManifest, ProganGenerator } from '../../bundle/schema/manifest.ts';
import { constantOf } from '../graph/graph.ts';
import type { GrownHead } from '../read/safetensors/progan.ts';
import type { GraphModel } from './modelJson.ts';
import { freeName } from './previewHeads.ts';
import { type EncodedWeight, encodeWeight, type WeightEntry } from './quantize.ts';

/** The part of `model.json` that is extended. */
interface ModelJson {
  readonly modelTopology: { readonly node: readonly { readonly name: string }[] };
  readonly weightsManifest: { readonly paths: string[]; readonly weights: WeightEntry[] }[];
}

/** Adds the heads. @param bare with one group of weights, as this converter writes it. */
export function withGrownHeads(
  bare: GraphModel,
  generator: ProganGenerator,
  heads: readonly GrownHead[],
): { model: GraphModel; growth: NonNullable<BundleManifest['growth']> } {
  const json = JSON.parse(new TextDecoder().decode(bare.json)) as ModelJson;
  const taken = new Set(json.modelTopology.node.map(({ name }) => name));
  const { scale, offset } = generator.toRgb;
  const weights: EncodedWeight[] = [];
  const growth = heads.map(({ resolution, head }) => {
    const name = freeName(`growth_${resolution}`, taken);
    const names = { kernel: `${name}/kernel`, bias: `${name}/bias` };
    // The earlier heads get the same scale and offset that the recognised network applies after its head.
    const kernel = (head.kernel.data as Float32Array).map((value) => scale * value);
    const bias = (head.bias.data as Float32Array).map((value) => scale * value + offset);
    weights.push(
      encodeWeight(names.kernel, constantOf({ ...head.kernel, data: kernel }), 'none'),
      encodeWeight(names.bias, constantOf({ ...head.bias, data: bias }), 'none'),
    );
    return { resolution, ...names };
  });
  const shard = { path: 'growth.bin', bytes: joinBytes(weights.map(({ bytes }) => bytes)) };
  const [group] = json.weightsManifest;
  group!.paths.push(shard.path);
  group!.weights.push(...weights.map(({ entry }) => entry));
  return {
    growth,
    model: {
      ...bare,
      json: new TextEncoder().encode(JSON.stringify(json)),
      shards: [...bare.shards, shard],
      parameters: bare.parameters + shard.bytes.length / Float32Array.BYTES_PER_ELEMENT,
    },
  };
}
