/** The ops that multiply by a kernel: convolutions and matrix products. */

import { attr, type Constant, constantAt, type Graph, type GraphNode, type Ref } from './graph.ts';
import { toValue } from './value.ts';

export interface LinearOp {
  readonly node: GraphNode;
  /** The index of the input that is the picture or vector. */
  readonly data: number;
  readonly kernelRef: Ref;
  readonly kernel: Constant;
  /** Number of output channels. */
  readonly channels: number;
  /** Consecutive kernel elements that belong to one output channel. */
  readonly inner: number;
}

/** Returns the node as a linear op with a constant kernel, or undefined. */
export function linearOp(graph: Graph, node: GraphNode | undefined): LinearOp | undefined {
  if (node === undefined) return undefined;
  const kernelRef = node.inputs[1];
  const kernel = constantAt(graph, kernelRef);
  if (kernelRef === undefined || kernel === undefined) return undefined;
  const { shape } = kernel;
  const described = (
    data: number,
    channels: number | undefined,
    inner: number | undefined,
  ): LinearOp | undefined =>
    channels === undefined || inner === undefined
      ? undefined
      : { node, data, kernelRef, kernel, channels, inner };
  switch (node.op) {
    case 'Conv2D':
      return described(0, shape[3], 1);
    case 'DepthwiseConv2dNative':
      return shape.length === 4 ? described(0, shape[2]! * shape[3]!, 1) : undefined;
    case 'Conv2DBackpropInput':
      return described(2, shape[2], shape[3]);
    case 'MatMul':
      if (shape.length !== 2 || attr(node, 'transpose_a', 'bool')) return undefined;
      return attr(node, 'transpose_b', 'bool') ? described(0, shape[0], shape[1]) : described(0, shape[1], 1);
    default:
      return undefined;
  }
}

/**
 * Returns the factor of each output channel, if the constant is a scalar or a vector along the last axis.
 * @param rank of the tensor that it is combined with; a constant of higher rank would widen it.
 */
export function perChannel(
  constant: Constant | undefined,
  channels: number,
  rank: number,
): Float32Array | undefined {
  if (constant === undefined || constant.shape.length > rank) return undefined;
  const last = constant.shape.at(-1) ?? 1;
  if (constant.shape.slice(0, -1).some((size) => size !== 1) || (last !== 1 && last !== channels))
    return undefined;
  const { data } = toValue(constant.load());
  return last === 1 ? new Float32Array(channels).fill(data[0]!) : Float32Array.from(data);
}

/**
 * Multiplies each output channel of the kernel. The result is recomputed at each load, so only one copy at a time is
 * held.
 */
export function scaledKernel({ kernel, channels, inner }: LinearOp, factors: Float32Array): Constant {
  return {
    dtype: 'float32',
    shape: kernel.shape,
    load() {
      const { data } = toValue(kernel.load());
      const scaled = new Float32Array(data.length);
      for (let i = 0; i < scaled.length; i += inner) {
        const factor = factors[(i / inner) % channels]!;
        for (let k = i; k < i + inner; k++) scaled[k] = data[k]! * factor;
      }
      return { dtype: 'float32', shape: kernel.shape, data: scaled };
    },
  };
}

/** Returns the rank of a linear op's result. */
export function resultRank({ node }: LinearOp): number {
  return node.op === 'MatMul' ? 2 : 4;
}
