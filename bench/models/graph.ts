/** A bundle as a TF.js graph model: a shipped model's own, or for a random one the graph that the converter would write. */
import type { io } from '@tensorflow/tfjs-core';
import type { LoadedBundle } from '../../src/bundle/read/reader.ts';
import type { ProganGenerator } from '../../src/bundle/schema/manifest.ts';

type Attribute = Record<string, unknown>;
interface Node {
  name: string;
  op: string;
  input: string[];
  attr: Record<string, Attribute>;
}
interface Constant {
  name: string;
  shape: number[];
  dtype: 'float32' | 'int32';
  data: Float32Array | Int32Array;
}

export function graphModelOf(bundle: LoadedBundle): io.ModelArtifacts {
  const nodes = bundle.model.modelTopology.node;
  if (Array.isArray(nodes)) {
    const weightSpecs = bundle.model.weightsManifest.flatMap(
      (group) => group.weights,
    ) as io.WeightsManifestEntry[];
    return { ...bundle.model, weightSpecs, weightData: bundle.shards.map((shard) => shard.slice().buffer) };
  }
  return written(bundle);
}

/**
 * Fused convolutions, nearest-neighbour resize and five operations for each pixel norm: the best graph that a converter can write.
 */
function written(bundle: LoadedBundle): io.ModelArtifacts {
  const generator = bundle.manifest.generator as ProganGenerator;
  const nodes: Node[] = [];
  const constants: Constant[] = [];
  const type = { type: 'DT_FLOAT' };
  const node = (name: string, op: string, input: string[], attr: Record<string, Attribute> = {}) => {
    nodes.push({ name, op, input, attr: { T: type, ...attr } });
    return name;
  };
  const constant = (name: string, shape: number[], data: Float32Array | Int32Array) => {
    const dtype = data instanceof Int32Array ? 'int32' : 'float32';
    constants.push({ name, shape, dtype, data });
    nodes.push({
      name,
      op: 'Const',
      input: [],
      attr: { dtype: { type: dtype === 'int32' ? 'DT_INT32' : 'DT_FLOAT' } },
    });
    return name;
  };
  const weight = (name: string) => {
    const { shape, data } = bundle.weights.floats(name);
    return constant(name, shape, data);
  };
  const epsilon = constant('epsilon', [], Float32Array.of(generator.pixelNorm.epsilon));
  const channelAxis = constant('axis', [1], Int32Array.of(-1));
  const norm = (x: string) => {
    const square = node(`${x}/square`, 'Square', [x]);
    const mean = node(`${x}/mean`, 'Mean', [square, channelAxis], { keep_dims: { b: true } });
    const factor = node(`${x}/rsqrt`, 'Rsqrt', [node(`${x}/add`, 'AddV2', [mean, epsilon])]);
    return node(`${x}/norm`, 'Mul', [x, factor]);
  };
  const strides = { list: { i: ['1', '1', '1', '1'] } };
  const convolve = (name: string, x: string, names: { kernel: string; bias: string }, padding = 'SAME') =>
    node(name, '_FusedConv2D', [x, weight(names.kernel), weight(names.bias)], {
      strides,
      padding: { s: btoa(padding) },
      data_format: { s: btoa('NHWC') },
      dilations: strides,
      num_args: { i: '1' },
      fused_ops: { list: { s: [btoa('BiasAdd'), btoa('LeakyRelu')] } },
      leakyrelu_alpha: { f: generator.leakySlope },
      epsilon: { f: 0 },
    });

  const [first] = generator.blocks;
  const r = first!.resolution;
  const z = node(generator.input, 'Placeholder', [], {
    dtype: type,
    shape: { shape: { dim: [{ size: '-1' }, { size: String(bundle.manifest.latent.size) }] } },
  });
  const shape = constant('pixel', [4], Int32Array.of(-1, 1, 1, bundle.manifest.latent.size));
  const pixel = node('reshape', 'Reshape', [norm(z), shape]);
  const border = constant('border', [4, 2], Int32Array.of(0, 0, r - 1, r - 1, r - 1, r - 1, 0, 0));
  let x = node('pad', 'Pad', [pixel, border]);
  generator.blocks.forEach((block, i) => {
    const name = `block${i}`;
    if (i > 0) {
      const size = constant(`${name}/size`, [2], Int32Array.of(block.resolution, block.resolution));
      x = node(`${name}/up`, 'ResizeNearestNeighbor', [x, size], {
        align_corners: { b: false },
        half_pixel_centers: { b: false },
      });
    }
    x = norm(convolve(`${name}/conv0`, x, block.conv0, i === 0 ? 'VALID' : 'SAME'));
    x = norm(convolve(`${name}/conv1`, x, block.conv1));
  });
  const { toRgb } = generator;
  const rgb = node('rgb', 'Conv2D', [x, weight(toRgb.kernel)], {
    strides,
    padding: { s: btoa('SAME') },
    data_format: { s: btoa('NHWC') },
    dilations: strides,
  });
  const biased = node('biased', 'BiasAdd', [rgb, weight(toRgb.bias)]);
  const [low, high] = toRgb.clip ?? [-3e38, 3e38];
  node(generator.output, 'ClipByValue', [
    biased,
    constant('low', [], Float32Array.of(low)),
    constant('high', [], Float32Array.of(high)),
  ]);

  const bytes = new Uint8Array(constants.reduce((sum, { data }) => sum + data.byteLength, 0));
  let at = 0;
  for (const { data } of constants) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return {
    format: 'graph-model',
    modelTopology: { node: nodes, versions: { producer: 1 } },
    weightSpecs: constants.map(({ name, shape: dims, dtype }) => ({ name, shape: dims, dtype })),
    weightData: bytes.buffer,
  };
}
