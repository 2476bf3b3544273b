/**
 * Builds the graph of a generator whose weights came as tensors, in the same form to which passes bring an imported
 * graph.
 */
import { bool, float, ints, text, type } from '../../graph/attributes.ts';
import {
  constantOf,
  constNode,
  type Graph,
  type GraphNode,
  type GraphOutput,
  type Ref,
  ref,
} from '../../graph/graph.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { ProganLayer, ProganWeights } from './progan.ts';

const leakySlope = Math.fround(0.2);
const epsilon = Math.fround(1e-8);

/**
 * Builds the graph. Its input is `latent_vector` [n, latent]; the first output is the picture [n, res, res, 3] in [-1,
 * 1], the others are the heads of lower resolutions, which are left over from growing.
 */
export function proganGraph({ config, blocks }: ProganWeights): Graph {
  const graph = new Builder();
  const input = graph.add('Placeholder', 'latent_vector', [], {
    shape: { kind: 'shape', value: [-1, config.latent] },
    dtype: type('float32'),
  });
  const asImage = graph.add('Reshape', 'latent_image', [
    input,
    graph.ints('latent_image/shape', [-1, 1, 1, config.latent]),
  ]);
  let x = graph.add('Pad', 'latent_padded', [
    graph.pixelNorm('latent_norm', asImage),
    graph.ints('latent_padded/paddings', [0, 0, 3, 3, 3, 3, 0, 0], [4, 2]),
  ]);
  const outputs: GraphOutput[] = [];
  blocks.forEach(({ conv0, conv1, rgb }, i) => {
    const resolution = 4 * 2 ** i;
    const name = `block_${resolution}`;
    if (i > 0) x = graph.upsample(`${name}/upsample`, x, resolution);
    x = graph.layer(`${name}/conv0`, x, conv0, i === 0 ? 'VALID' : 'SAME');
    x = graph.layer(`${name}/conv1`, x, conv1, 'SAME');
    const picture = graph.convolution(`${name}/to_rgb`, x, rgb, 'SAME');
    outputs.unshift({ key: i === blocks.length - 1 ? 'image' : `rgb_${resolution}`, ref: picture });
  });
  return {
    nodes: graph.nodes,
    inputs: [{ key: 'latent_vector', node: input.node, dtype: 'float32', shape: [-1, config.latent] }],
    outputs,
  };
}

class Builder {
  readonly nodes = new Map<string, GraphNode>();

  add(op: string, name: string, inputs: readonly Ref[], attrs: GraphNode['attrs'] = {}): Ref {
    this.nodes.set(name, { name, op, inputs, attrs: { T: type('float32'), ...attrs } });
    return ref(name);
  }

  constant(name: string, tensor: Tensor): Ref {
    this.nodes.set(name, constNode(name, constantOf(tensor)));
    return ref(name);
  }

  ints(name: string, values: readonly number[], shape: readonly number[] = [values.length]): Ref {
    return this.constant(name, { dtype: 'int32', shape, data: Int32Array.from(values) });
  }

  scalar(name: string, value: number): Ref {
    return this.constant(name, { dtype: 'float32', shape: [], data: Float32Array.of(value) });
  }

  /** Adds x / sqrt(mean over channels of x^2 + epsilon), x [n, height, width, channels]. */
  pixelNorm(name: string, x: Ref): Ref {
    const square = this.add('Square', `${name}/square`, [x]);
    const mean = this.add('Mean', `${name}/mean`, [square, this.ints(`${name}/axis`, [3], [1])], {
      keep_dims: bool(true),
    });
    const sum = this.add('AddV2', `${name}/add`, [mean, this.scalar(`${name}/epsilon`, epsilon)]);
    return this.add('Mul', name, [x, this.add('Rsqrt', `${name}/rsqrt`, [sum])]);
  }

  convolution(name: string, x: Ref, { kernel, bias }: ProganLayer, padding: 'SAME' | 'VALID'): Ref {
    const ones = ints([1, 1, 1, 1]);
    const convolved = this.add('Conv2D', `${name}/conv`, [x, this.constant(`${name}/kernel`, kernel)], {
      strides: ones,
      dilations: ones,
      padding: text(padding),
      data_format: text('NHWC'),
    });
    const vector = this.constant(`${name}/bias`, bias);
    return this.add('BiasAdd', `${name}/sum`, [convolved, vector], { data_format: text('NHWC') });
  }

  layer(name: string, x: Ref, weights: ProganLayer, padding: 'SAME' | 'VALID'): Ref {
    const sum = this.convolution(name, x, weights, padding);
    const active = this.add('LeakyRelu', `${name}/leaky_relu`, [sum], { alpha: float(leakySlope) });
    return this.pixelNorm(`${name}/norm`, active);
  }

  upsample(name: string, x: Ref, size: number): Ref {
    return this.add('ResizeNearestNeighbor', name, [x, this.ints(`${name}/size`, [size, size])], {
      align_corners: bool(false),
      half_pixel_centers: bool(false),
    });
  }
}
