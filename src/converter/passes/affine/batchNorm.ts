/** Batch norm at inference is a known factor and offset for each channel, and is rewritten as such. */
import { type } from '../../graph/attributes.ts';
import {
  attr,
  constantAt,
  constantOf,
  constNode,
  type Graph,
  type GraphNode,
  ref,
} from '../../graph/graph.ts';
import { Rewriter } from '../../graph/rewrite.ts';
import { toValue } from '../../graph/value.ts';

const ops = new Set(['FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3']);

/**
 * Splits batch norms: y = x * factor + offset, with factor = scale / sqrt(variance + epsilon) and offset = shift - mean *
 * factor.
 */
export function splitBatchNorm(graph: Graph): Graph {
  const rewriter = new Rewriter(graph);
  for (const node of graph.nodes.values()) {
    const affine = ops.has(node.op) ? affineOf(graph, node) : undefined;
    const x = node.inputs[0];
    if (affine === undefined || x === undefined) continue;
    const constant = (name: string, data: Float32Array) => {
      const own = rewriter.freshName(`${node.name}/${name}`);
      rewriter.put(constNode(own, constantOf({ dtype: 'float32', shape: [data.length], data })));
      return ref(own);
    };
    const factor = constant('factor', affine.factor);
    const offset = constant('offset', affine.offset);
    const product = rewriter.freshName(`${node.name}/mul`);
    const attrs = { T: type('float32') };
    rewriter.put({ name: product, op: 'Mul', inputs: [x, factor], attrs });
    rewriter.put({ name: node.name, op: 'AddV2', inputs: [ref(product), offset], attrs });
  }
  return rewriter.finish();
}

function affineOf(graph: Graph, node: GraphNode): { factor: Float32Array; offset: Float32Array } | undefined {
  if (attr(node, 'is_training', 'bool') !== false || attr(node, 'data_format', 'string') !== 'NHWC')
    return undefined;
  const constants = node.inputs.slice(1, 5).map((at) => constantAt(graph, at));
  if (constants.length !== 4 || !constants.every((constant) => constant !== undefined)) return undefined;
  const [scale, shift, mean, variance] = constants.map((constant) => toValue(constant.load()).data);
  const epsilon = attr(node, 'epsilon', 'float') ?? 1e-4;
  const factor = Float32Array.from(scale!, (s, i) => s / Math.sqrt(variance![i]! + epsilon));
  return { factor, offset: Float32Array.from(shift!, (b, i) => b - mean![i]! * factor[i]!) };
}
