/**
 * A first layer written as a matrix product of z, reshaped to a small picture, equals a VALID convolution over z padded
 * on all sides. That is the form in which a ProGAN's first layer is described, so this pass runs only to test for a
 * ProGAN.
 */
import { bool, ints, text, type } from '../../graph/attributes.ts';
import {
  attr,
  type Constant,
  constantAt,
  constantOf,
  constNode,
  type Graph,
  type GraphNode,
  ref,
} from '../../graph/graph.ts';
import { usesOf } from '../../graph/order.ts';
import { Rewriter } from '../../graph/rewrite.ts';
import { toValue } from '../../graph/value.ts';
import { shapesOf } from '../../shapes/shapesOf.ts';

export function denseToConvolution(graph: Graph): Graph {
  const shapes = shapesOf(graph);
  const uses = usesOf(graph);
  const rewriter = new Rewriter(graph);
  for (const node of graph.nodes.values()) {
    const product = node.op === 'Reshape' ? graph.nodes.get(node.inputs[0]?.node ?? '') : undefined;
    const matrix = product?.op === 'MatMul' ? constantAt(graph, product.inputs[1]) : undefined;
    const shape = shapes.shape(ref(node.name));
    if (
      product === undefined ||
      matrix === undefined ||
      shape?.length !== 4 ||
      uses.count(product.name) !== 1
    )
      continue;
    const [batch, side, width, channels] = shape as [number, number, number, number];
    const square = batch === -1 && side === width && side > 1 && matrix.shape[1] === side * side * channels;
    if (!square || attr(product, 'transpose_a', 'bool') || attr(product, 'transpose_b', 'bool')) continue;
    putConvolution(rewriter, node, product, convolutionKernel(matrix, side, channels), side);
  }
  return rewriter.finish();
}

function putConvolution(
  rewriter: Rewriter,
  node: GraphNode,
  product: GraphNode,
  kernel: Constant,
  side: number,
): void {
  const put = (name: string, constant: Constant) => {
    const own = rewriter.freshName(name);
    rewriter.put(constNode(own, constant));
    return ref(own);
  };
  const integers = (name: string, shape: readonly number[], data: readonly number[]) =>
    put(name, constantOf({ dtype: 'int32', shape, data: Int32Array.from(data) }));
  const by = side - 1;
  const latent = kernel.shape[2]!;
  const picture = rewriter.freshName(`${node.name}/picture`);
  const padded = rewriter.freshName(`${node.name}/padded`);
  const float = { T: type('float32') };
  rewriter.put({
    name: picture,
    op: 'Reshape',
    inputs: [product.inputs[0]!, integers(`${picture}/shape`, [4], [-1, 1, 1, latent])],
    attrs: float,
  });
  rewriter.put({
    name: padded,
    op: 'Pad',
    inputs: [ref(picture), integers(`${padded}/paddings`, [4, 2], [0, 0, by, by, by, by, 0, 0])],
    attrs: float,
  });
  rewriter.put({
    name: node.name,
    op: 'Conv2D',
    inputs: [ref(padded), put(product.inputs[1]!.node, kernel)],
    attrs: {
      ...float,
      strides: ints([1, 1, 1, 1]),
      dilations: ints([1, 1, 1, 1]),
      explicit_paddings: ints([]),
      padding: text('VALID'),
      data_format: text('NHWC'),
      use_cudnn_on_gpu: bool(true),
    },
  });
}

/**
 * Converts a matrix [latent, side*side*channels] to a kernel [side, side, latent, channels]; a convolution sees its taps
 * from the far end.
 */
function convolutionKernel(matrix: Constant, side: number, channels: number): Constant {
  const latent = matrix.shape[0]!;
  const shape = [side, side, latent, channels];
  return {
    dtype: 'float32',
    shape,
    load() {
      const { data } = toValue(matrix.load());
      const kernel = new Float32Array(data.length);
      const area = side * side;
      for (let tap = 0; tap < area; tap++) {
        for (let i = 0; i < latent; i++) {
          const from = (i * area + (area - 1 - tap)) * channels;
          kernel.set(data.subarray(from, from + channels), (tap * latent + i) * channels);
        }
      }
      return { dtype: 'float32', shape, data: kernel };
    },
  };
}
